-- Who is the same visitor, whatever order the links arrive in: the ids that links join make a group, and every id of it
-- has the same visitor_id, its least id that was ever named as a visitor.

CREATE TABLE spoor.identities (
    app_id       uuid    NOT NULL CONSTRAINT identities_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text    NOT NULL,
    visitor_id   text    NOT NULL,
    known        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (app_id, anonymous_id)
);
CREATE INDEX idx_identity_visitor ON spoor.identities (app_id, visitor_id);
GRANT SELECT, INSERT, UPDATE ON spoor.identities TO spoor_ingest;
GRANT SELECT ON spoor.identities TO spoor_query;

-- groups = [{"ids": [...], "visitors": [...]}, ...]: ids that belong together, and which of them were named as visitors.
CREATE FUNCTION spoor.link_visitors(app uuid, groups jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
    ids text[];
    visitors text[];
    joined text[];
    chosen text;
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(groups) LOOP
        ids := ARRAY (SELECT jsonb_array_elements_text(one -> 'ids'));
        visitors := ARRAY (SELECT jsonb_array_elements_text(one -> 'visitors'));
        -- Mostly all of it is known already, and then nothing is locked.
        CONTINUE WHEN (
            SELECT count(*) = cardinality(ids)
               AND count(DISTINCT visitor_id) = 1
               AND count(*) FILTER (WHERE known AND anonymous_id = ANY (visitors)) = cardinality(visitors)
            FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (ids)
        );
        -- One merge at a time in an app: two at once could each miss what the other joins.
        PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
        INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id, known)
        SELECT app, id, id, id = ANY (visitors) FROM unnest(ids) AS id ORDER BY id
        ON CONFLICT (app_id, anonymous_id) DO UPDATE SET known = true WHERE excluded.known AND NOT identities.known;
        joined := ARRAY (SELECT DISTINCT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (ids));
        SELECT min(anonymous_id COLLATE "C") INTO chosen
        FROM spoor.identities WHERE app_id = app AND visitor_id = ANY (joined) AND known;
        UPDATE spoor.identities SET visitor_id = chosen
        WHERE app_id = app AND visitor_id = ANY (joined) AND visitor_id <> chosen;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.link_visitors(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.link_visitors(uuid, jsonb) TO spoor_ingest;

-- A row a day: what visitors of trackers without ids are hashed with. gen_random_uuid() draws 122 bits from the server's
-- cryptographic generator. Rows of days that are over are deleted, and with them the way back to an address.
CREATE TABLE spoor.visitor_salts (
    day  date PRIMARY KEY,
    salt uuid NOT NULL DEFAULT gen_random_uuid()
);
GRANT SELECT, INSERT, DELETE ON spoor.visitor_salts TO spoor_ingest;
GRANT SELECT (day), DELETE ON spoor.visitor_salts TO spoor_rollup;
