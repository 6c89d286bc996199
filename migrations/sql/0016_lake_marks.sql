-- Who changes a day that is sealed, or being sealed, says so in the same transaction.

CREATE FUNCTION spoor.mark_days(of_app uuid, days date[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO spoor.lake_marks (app_id, day)
    SELECT known.app_id, known.day
    FROM spoor.lake_days AS known
    WHERE known.app_id = of_app AND known.day = ANY (days)
    ORDER BY known.day
    ON CONFLICT DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION spoor.mark_days(uuid, date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.mark_days(uuid, date[]) TO spoor_ingest, spoor_query, spoor_rollup;

-- As before, and an event of a day that is sealed marks it.
CREATE OR REPLACE FUNCTION spoor.store_event(
    of_app uuid, of_key text, event_id uuid, event_name text, event_visitor text, event_properties jsonb,
    happened timestamptz, of_hour timestamptz, said text, of_shard smallint, told jsonb
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
    became text;
BEGIN
    INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
    SELECT event_id, one.id, event_name, event_visitor, event_properties, happened
    FROM public.tracked_apps AS one
    WHERE one.id = of_app AND one.api_key = of_key
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored = 0 THEN  -- in two steps: an expression without a query is far cheaper
        IF NOT EXISTS (SELECT FROM public.tracked_apps WHERE id = of_app AND api_key = of_key) THEN
            RETURN NULL;
        END IF;
    ELSIF happened < now() - interval '1 hour' THEN  -- no day is sealed before it has been over for so long
        PERFORM spoor.mark_days(of_app, ARRAY[(happened AT TIME ZONE 'UTC')::date]);
    END IF;
    became := CASE stored WHEN 1 THEN 'ACCEPTED' ELSE 'DUPLICATE' END;
    UPDATE spoor.outcomes
    SET count = count + 1
    WHERE app_id = of_app AND hour = of_hour AND sender = said AND code = became AND shard = of_shard;
    IF NOT FOUND THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, became, of_shard, 1, spoor.outcome_sample(event_name, event_properties)
        );
    END IF;
    IF told IS NOT NULL THEN
        PERFORM spoor.count_outcomes(of_app, of_hour, said, of_shard, told);
    END IF;
    RETURN stored;
END
$$;

-- As before, and events of days that are sealed mark them.
CREATE OR REPLACE FUNCTION spoor.store_events(
    of_app uuid, of_key text, batch jsonb, of_hour timestamptz, said text, of_shard smallint, told jsonb
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
    repeated integer;
    late date[];
BEGIN
    WITH given AS MATERIALIZED (
        SELECT (row ->> 0)::uuid AS id, row ->> 1 AS name, row ->> 2 AS visitor, row -> 3 AS properties,
            (row ->> 4)::timestamptz AS happened
        FROM jsonb_array_elements(batch) AS row
    ), kept AS (
        INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
        SELECT given.id, one.id, given.name, visitor, given.properties, happened
        FROM public.tracked_apps AS one, given
        WHERE one.id = of_app AND one.api_key = of_key
        ORDER BY 1
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM kept), (
        SELECT array_agg((happened AT TIME ZONE 'UTC')::date) FROM given WHERE happened < now() - interval '1 hour'
    ) INTO stored, late;
    IF stored > 0 AND late IS NOT NULL THEN
        PERFORM spoor.mark_days(of_app, late);
    END IF;
    IF stored = 0 THEN  -- in two steps: an expression without a query is far cheaper
        IF NOT EXISTS (SELECT FROM public.tracked_apps WHERE id = of_app AND api_key = of_key) THEN
            RETURN NULL;
        END IF;
    END IF;
    repeated := jsonb_array_length(batch) - stored;
    IF stored > 0 THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, 'ACCEPTED', of_shard, stored,
            CASE repeated WHEN 0 THEN spoor.outcome_sample(batch -> 0 ->> 1, batch -> 0 -> 3) END
        );
    END IF;
    IF repeated > 0 THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, 'DUPLICATE', of_shard, repeated,
            CASE stored WHEN 0 THEN spoor.outcome_sample(batch -> 0 ->> 1, batch -> 0 -> 3) END
        );
    END IF;
    IF told IS NOT NULL THEN
        PERFORM spoor.count_outcomes(of_app, of_hour, said, of_shard, told);
    END IF;
    RETURN stored;
END
$$;

-- As before; the days that lost events are marked, and nothing tells any more what the codes of the erased ids stood for.
CREATE OR REPLACE FUNCTION spoor.erase_visitor(
    app uuid, visitor text,
    is_trial boolean DEFAULT false, told_ids integer DEFAULT NULL, told_events integer DEFAULT NULL
) RETURNS TABLE (erased_at timestamptz, ids integer, events integer, sessions integer, identities integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    names text[];
    receipt spoor.erasures;
    days date[];
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
    WITH gone AS (
        DELETE FROM public.events WHERE app_id = app AND anonymous_id = ANY (names) RETURNING occurred_at
    )
    SELECT array_agg(DISTINCT (occurred_at AT TIME ZONE 'UTC')::date) INTO days FROM gone;
    PERFORM spoor.mark_days(app, days);
    DELETE FROM spoor.lake_visitors WHERE app_id = app AND anonymous_id = ANY (names);
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
