-- What an owner does about visitors: merge two users, take claims and merges back, erase a visitor. These run as their
-- owner, so that functions' roles may write none of the edges themselves; whose the app is was looked up before.

-- The user that an id belongs to; null where it is nobody's yet.
CREATE FUNCTION spoor.user_of(app uuid, of_id text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN spoor.is_known(app, of_id) THEN of_id
        ELSE spoor.owner_of(app, spoor.group_of(app, of_id)) END
$$;

-- The users of two ids, the lesser first.
CREATE FUNCTION spoor.users_of(app uuid, left_id text, right_id text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(id ORDER BY id COLLATE "C")
    FROM unnest(ARRAY[spoor.user_of(app, left_id), spoor.user_of(app, right_id)]) AS id
$$;

-- Merge the users of two ids: the edge, or why there is none.
CREATE FUNCTION spoor.merge(app uuid, left_id text, right_id text)
RETURNS TABLE (code text, one text, other text, merged_at timestamptz, source text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    users text[];
    visitors text[];
BEGIN
    PERFORM spoor.lock_visitors(app);
    users := spoor.users_of(app, left_id, right_id);
    visitors := ARRAY[spoor.visitor_of(app, users[1]), spoor.visitor_of(app, users[2])];
    IF users[1] IS NULL OR users[2] IS NULL THEN
        code := 'NOT_KNOWN';
        RETURN NEXT;
    ELSIF users[1] = users[2] THEN
        code := 'SAME_USER';
        RETURN NEXT;
    ELSIF visitors[1] <> visitors[2] AND spoor.size_of(app, visitors[1]) + spoor.size_of(app, visitors[2]) > 1000 THEN
        code := 'TOO_MANY_IDS';
        RETURN NEXT;
    ELSE
        INSERT INTO spoor.merges (app_id, one, other, merged_at, source) VALUES (app, users[1], users[2], now(), 'api')
        ON CONFLICT (app_id, one, other) DO NOTHING;
        PERFORM spoor.settle(app, spoor.ids_of(app, visitors[1]) || spoor.ids_of(app, visitors[2]));
        RETURN QUERY SELECT NULL::text, kept.one, kept.other, kept.merged_at, kept.source FROM spoor.merges AS kept
            WHERE kept.app_id = app AND kept.one = users[1] AND kept.other = users[2];
    END IF;
END
$$;

-- Take back the merges of a visitor that came `since`, or the one of two ids' users; gives how many that were.
CREATE FUNCTION spoor.take_back_merges(app uuid, of_id text, other_id text, since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    ids text[];
    users text[];
    taken bigint;
BEGIN
    PERFORM spoor.lock_visitors(app);
    IF of_id IS NULL THEN
        SELECT array_agg(DISTINCT id) INTO ids
        FROM spoor.merges CROSS JOIN unnest(spoor.ids_of(app, spoor.visitor_of(app, one))) AS id
        WHERE app_id = app AND merged_at >= coalesce(since, '-infinity');
        DELETE FROM spoor.merges WHERE app_id = app AND merged_at >= coalesce(since, '-infinity');
        GET DIAGNOSTICS taken = ROW_COUNT;
    ELSE
        ids := spoor.ids_of(app, spoor.visitor_of(app, of_id));
        users := spoor.users_of(app, of_id, other_id);
        DELETE FROM spoor.merges
        WHERE app_id = app AND one = ANY (ids) AND other = ANY (ids) AND merged_at >= coalesce(since, '-infinity')
            AND (other_id IS NULL OR (one = users[1] AND other = users[2]));
        GET DIAGNOSTICS taken = ROW_COUNT;
    END IF;
    IF taken > 0 THEN
        PERFORM spoor.settle(app, ids);
    END IF;
    RETURN taken;
END
$$;

-- Take back claims, and aliases that are none yet: of an event's time `claimed_since`, that arrived `since`; those of one
-- id, or by one user, where they are named. Gives how many that were.
CREATE FUNCTION spoor.take_back_claims(
    app uuid, claimed_since timestamptz, since timestamptz, of_id text, by_user text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    ids text[];
    aliased text[];
    taken bigint;
BEGIN
    PERFORM spoor.lock_visitors(app);
    WITH gone AS (
        DELETE FROM spoor.claims
        WHERE app_id = app AND claimed_at >= coalesce(claimed_since, '-infinity')
            AND received_at >= coalesce(since, '-infinity')
            AND (of_id IS NULL OR anonymous_id = of_id) AND (by_user IS NULL OR user_id = by_user)
        RETURNING anonymous_id
    )
    SELECT array_agg(DISTINCT anonymous_id), count(*) INTO ids, taken FROM gone;
    WITH gone AS (
        DELETE FROM spoor.aliases
        WHERE app_id = app AND claimed_at >= coalesce(claimed_since, '-infinity')
            AND received_at >= coalesce(since, '-infinity')
            AND (of_id IS NULL OR of_id IN (one, other)) AND (by_user IS NULL OR by_user IN (one, other))
        RETURNING one, other
    )
    SELECT array_agg(DISTINCT id), taken + count(DISTINCT (one, other)) INTO aliased, taken
    FROM gone CROSS JOIN unnest(ARRAY[one, other]) AS id;
    PERFORM spoor.settle(app, coalesce(ids, '{}') || coalesce(aliased, '{}'));
    RETURN taken;
END
$$;

DROP FUNCTION spoor.erase_visitor(text, uuid, text);

-- Erase a visitor, or only count what that would be; beyond 1,000 ids or 100,000 events the counts must be told.
CREATE FUNCTION spoor.erase_visitor(
    app uuid, visitor text,
    is_trial boolean DEFAULT false, told_ids integer DEFAULT NULL, told_events integer DEFAULT NULL
) RETURNS TABLE (erased_at timestamptz, ids integer, events integer, sessions integer, identities integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    names text[];
    receipt spoor.erasures;
BEGIN
    PERFORM FROM public.tracked_apps WHERE id = app FOR SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Neither a link of ids nor a run of rollup may be half way through what goes.
    PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
    IF NOT is_trial THEN
        PERFORM FROM spoor.session_watermarks WHERE app_id = app FOR UPDATE;
    END IF;
    names := spoor.ids_of(app, spoor.visitor_of(app, visitor));
    receipt.ids := cardinality(names);
    SELECT count(*) INTO receipt.events FROM public.events WHERE app_id = app AND anonymous_id = ANY (names);
    SELECT count(*) INTO receipt.sessions FROM public.sessions WHERE app_id = app AND anonymous_id = ANY (names);
    receipt.identities := (
        (SELECT count(*) FROM spoor.claims WHERE app_id = app AND (anonymous_id = ANY (names) OR user_id = ANY (names)))
        + (SELECT count(*) FROM spoor.aliases WHERE app_id = app AND (one = ANY (names) OR other = ANY (names)))
        + (SELECT count(*) FROM spoor.merges WHERE app_id = app AND (one = ANY (names) OR other = ANY (names)))
    );
    IF is_trial
        OR receipt.ids <> coalesce(told_ids, CASE WHEN receipt.ids <= 1000 THEN receipt.ids ELSE -1 END)
        OR receipt.events <> coalesce(told_events, CASE WHEN receipt.events <= 100000 THEN receipt.events ELSE -1 END)
    THEN
        RETURN QUERY SELECT NULL::timestamptz, receipt.ids, receipt.events, receipt.sessions, receipt.identities;
        RETURN;
    END IF;
    DELETE FROM public.events WHERE app_id = app AND anonymous_id = ANY (names);
    DELETE FROM public.sessions WHERE app_id = app AND anonymous_id = ANY (names);
    DELETE FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (names);
    DELETE FROM spoor.known_ids WHERE app_id = app AND id = ANY (names);
    DELETE FROM spoor.claims WHERE app_id = app AND (anonymous_id = ANY (names) OR user_id = ANY (names));
    DELETE FROM spoor.aliases WHERE app_id = app AND (one = ANY (names) OR other = ANY (names));
    DELETE FROM spoor.merges WHERE app_id = app AND (one = ANY (names) OR other = ANY (names));
    RETURN QUERY
    INSERT INTO spoor.erasures (app_id, ids, events, sessions, identities)
    VALUES (app, receipt.ids, receipt.events, receipt.sessions, receipt.identities)
    RETURNING erased_at, ids, events, sessions, identities;
END
$$;

-- Nobody calls these but whoever has to; what they call in turn, they call as their owner.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA spoor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.link(uuid, jsonb, text, boolean) TO spoor_ingest;
GRANT EXECUTE ON FUNCTION
    spoor.visitor_of(uuid, text),
    spoor.ids_of(uuid, text),
    spoor.merge(uuid, text, text),
    spoor.take_back_merges(uuid, text, text, timestamptz),
    spoor.take_back_claims(uuid, timestamptz, timestamptz, text, text),
    spoor.erase_visitor(uuid, text, boolean, integer, integer)
TO spoor_query;
