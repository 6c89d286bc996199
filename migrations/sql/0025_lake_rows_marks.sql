-- As before; which days a batch is late for is only worked out where it is late at all.
CREATE OR REPLACE FUNCTION spoor.store_events(
    of_app uuid, of_key text, batch jsonb, of_hour timestamptz, said text, of_shard smallint, told jsonb
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
    repeated integer;
    earliest timestamptz;
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
    SELECT (SELECT count(*) FROM kept), (SELECT min(happened) FROM given) INTO stored, earliest;
    IF stored > 0 AND earliest < now() - interval '1 hour' THEN  -- no day is sealed before it has been over for so long
        PERFORM spoor.mark_days(of_app, (
            SELECT array_agg(DISTINCT ((row ->> 4)::timestamptz AT TIME ZONE 'UTC')::date)
            FROM jsonb_array_elements(batch) AS row
            WHERE (row ->> 4)::timestamptz < now() - interval '1 hour'
        ));
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

-- As before; which codes the erased ids had is written down until no file has them. Which of the days before the horizon
-- these did something on the table does not know: seal looks.
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
    WITH forgotten AS (
        DELETE FROM spoor.lake_visitors WHERE app_id = app AND anonymous_id = ANY (names) RETURNING code
    )
    INSERT INTO spoor.lake_erasures (app_id, code) SELECT app, code FROM forgotten;
    IF FOUND THEN
        PERFORM spoor.mark_days(app, ARRAY (
            SELECT known.day FROM spoor.lake_days AS known JOIN spoor.lake_horizons AS horizon USING (app_id)
            WHERE app_id = app AND known.day < horizon.since
        ));
    END IF;
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
