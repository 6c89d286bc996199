-- The erasure of one visitor, the only way in which events are deleted while their app stays. The record of it names
-- nobody: which app, when, on whose wish, and how much went.

CREATE TABLE spoor.erasures (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT erasures_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    erased_at  timestamptz NOT NULL DEFAULT now(),
    ids        integer     NOT NULL,
    events     integer     NOT NULL,
    sessions   integer     NOT NULL,
    identities integer     NOT NULL
);
CREATE INDEX idx_erasure_app ON spoor.erasures (app_id, erased_at);
GRANT SELECT ON spoor.erasures TO spoor_query;

-- Runs as its owner, since the functions' own role may not delete events; so it looks itself whose the app is.
CREATE FUNCTION spoor.erase_visitor(owner text, app uuid, visitor text) RETURNS SETOF spoor.erasures
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    names text[];
    receipt spoor.erasures;
BEGIN
    PERFORM FROM public.tracked_apps WHERE id = app AND owner_id = owner FOR SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Neither a merge of ids nor a run of rollup may be half way through what goes.
    PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
    PERFORM FROM spoor.session_watermarks WHERE app_id = app FOR UPDATE;
    names := ARRAY (
        SELECT visitor
        UNION
        SELECT unnest(ARRAY[other.anonymous_id, other.visitor_id])
        FROM spoor.identities AS one
        JOIN spoor.identities AS other ON other.app_id = app AND other.visitor_id = one.visitor_id
        WHERE one.app_id = app AND visitor IN (one.anonymous_id, one.visitor_id)
    );
    receipt.ids := cardinality(names);
    DELETE FROM public.events WHERE app_id = app AND anonymous_id = ANY (names);
    GET DIAGNOSTICS receipt.events = ROW_COUNT;
    DELETE FROM public.sessions WHERE app_id = app AND anonymous_id = ANY (names);
    GET DIAGNOSTICS receipt.sessions = ROW_COUNT;
    DELETE FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (names);
    GET DIAGNOSTICS receipt.identities = ROW_COUNT;
    RETURN QUERY
    INSERT INTO spoor.erasures (app_id, ids, events, sessions, identities)
    VALUES (app, receipt.ids, receipt.events, receipt.sessions, receipt.identities)
    RETURNING *;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.erase_visitor(text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.erase_visitor(text, uuid, text) TO spoor_query;
