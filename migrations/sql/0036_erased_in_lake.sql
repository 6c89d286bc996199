-- The receipt of an erasure counts what is in the lake alone, too. Who asks has counted it: `in_lake` are the visitor's events
-- before `since`, the horizon as it was when they looked, wherever these are; the table's own are counted from there on. A
-- horizon that moved meanwhile does no harm: rows stay for ten minutes after it did. Without a horizon `since` is null.
CREATE FUNCTION spoor.erase_visitor(
    app uuid, visitor text, is_trial boolean, told_ids integer, told_events integer, in_lake integer, since date
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
    SELECT count(*) + in_lake INTO receipt.events FROM public.events
    WHERE app_id = app AND anonymous_id = ANY (names)
        AND (erase_visitor.since IS NULL OR occurred_at >= erase_visitor.since::timestamp AT TIME ZONE 'UTC');
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
REVOKE EXECUTE ON FUNCTION spoor.erase_visitor(uuid, text, boolean, integer, integer, integer, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.erase_visitor(uuid, text, boolean, integer, integer, integer, date) TO spoor_query;

-- As before, for who does not look into the lake: by hand, and a release before this one.
CREATE OR REPLACE FUNCTION spoor.erase_visitor(
    app uuid, visitor text,
    is_trial boolean DEFAULT false, told_ids integer DEFAULT NULL, told_events integer DEFAULT NULL
) RETURNS TABLE (erased_at timestamptz, ids integer, events integer, sessions integer, identities integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM spoor.erase_visitor(app, visitor, is_trial, told_ids, told_events, 0, NULL::date)
$$;
