-- What one event says of a user: that they are known and, mostly, whose a device is of which nothing was said before. Little
-- is to be worked out then; spoor.link() takes all else.

-- Whoever finds the lock free needs no limit to waiting for it.
CREATE OR REPLACE FUNCTION spoor.lock_visitors(app uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(app::text, 7306077)) THEN
        PERFORM set_config('lock_timeout', '1s', true);
        PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
    END IF;
END
$$;

-- Take a user as known and, where there is an id of a device, their claim of it. Gives what was refused as spoor.link() does.
CREATE FUNCTION spoor.identify(app uuid, device text, by_user text, at timestamptz, said_by text, merging boolean)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    is_said boolean;
    is_known boolean;
    is_new boolean;
    visitor text;
BEGIN
    -- Most events say what was said before: that is found out without a lock.
    IF device IS NULL THEN
        PERFORM FROM spoor.known_ids WHERE app_id = app AND id = by_user;
        IF NOT FOUND THEN
            PERFORM spoor.lock_visitors(app);
            PERFORM spoor.know(app, ARRAY[by_user]);
        END IF;
        RETURN '[]';
    END IF;
    SELECT bool_or(user_id = by_user AND claimed_at <= at) INTO is_said
    FROM spoor.claims WHERE app_id = app AND anonymous_id = device;
    IF is_said THEN
        RETURN '[]';
    END IF;
    is_new := is_said IS NULL AND NOT spoor.is_known(app, device);
    IF is_new THEN
        PERFORM spoor.lock_visitors(app);
        SELECT EXISTS (SELECT FROM spoor.known_ids WHERE app_id = app AND id = by_user),
            NOT EXISTS (SELECT FROM spoor.claims WHERE app_id = app AND anonymous_id = device)
            AND NOT EXISTS (SELECT FROM spoor.known_ids WHERE app_id = app AND id = device)
            AND NOT EXISTS (SELECT FROM spoor.aliases WHERE app_id = app AND one = device)
            AND NOT EXISTS (SELECT FROM spoor.aliases WHERE app_id::text = app::text AND other = device),
            coalesce((SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = by_user), by_user)
        INTO is_known, is_new, visitor;
    END IF;
    IF NOT is_new THEN
        RETURN spoor.link(app, jsonb_build_object(
            'known', jsonb_build_array(by_user), 'claims', jsonb_build_array(jsonb_build_array(device, by_user, at))
        ), said_by, merging);
    END IF;
    IF NOT is_known THEN
        PERFORM spoor.know(app, ARRAY[by_user]);
        visitor := spoor.visitor_of(app, by_user);
    END IF;
    -- A thousand ids of a visitor are the visitor's own and 999 beside it.
    PERFORM FROM spoor.identities WHERE app_id::text = app::text AND visitor_id = visitor OFFSET 998 LIMIT 1;
    IF FOUND THEN
        RETURN '[["TOO_MANY_IDS", "claims", 0]]';
    END IF;
    INSERT INTO spoor.claims (app_id, anonymous_id, user_id, claimed_at, source)
    VALUES (app, device, by_user, at, said_by);
    INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id) VALUES (app, device, visitor)
    ON CONFLICT (app_id, anonymous_id) DO UPDATE SET visitor_id = excluded.visitor_id;
    RETURN '[]';
END
$$;

-- spoor.store_event(), and then what the event says of a user, so that the lock for that is short.
CREATE FUNCTION spoor.store_event_of_user(
    of_app uuid, of_key text, event_id uuid, event_name text, event_visitor text, event_properties jsonb,
    happened timestamptz, of_hour timestamptz, said text, of_shard smallint, told jsonb,
    device text, by_user text, at timestamptz, merging boolean,
    OUT stored integer, OUT refused jsonb
) LANGUAGE plpgsql AS $$
BEGIN
    stored := spoor.store_event(
        of_app, of_key, event_id, event_name, event_visitor, event_properties, happened, of_hour, said, of_shard, told
    );
    IF stored IS NOT NULL THEN
        refused := spoor.identify(of_app, device, by_user, at, said, merging);
    END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION
    spoor.identify(uuid, text, text, timestamptz, text, boolean),
    spoor.store_event_of_user(
        uuid, text, uuid, text, text, jsonb, timestamptz, timestamptz, text, smallint, jsonb, text, text, timestamptz, boolean
    )
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    spoor.identify(uuid, text, text, timestamptz, text, boolean),
    spoor.store_event_of_user(
        uuid, text, uuid, text, text, jsonb, timestamptz, timestamptz, text, smallint, jsonb, text, text, timestamptz, boolean
    )
TO spoor_ingest;
