-- Who is the same visitor, whatever order the links arrive in: the ids that links join make a group, and every id of it
-- has the same visitor_id, its least id that was ever named as a visitor.

ALTER TABLE identities ADD COLUMN IF NOT EXISTS known boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS idx_identity_visitor ON identities (app_id, visitor_id);

INSERT INTO identities (app_id, anonymous_id, visitor_id, known)
SELECT DISTINCT app_id, visitor_id, visitor_id, true FROM identities
ON CONFLICT (app_id, anonymous_id) DO UPDATE SET known = true;

-- groups = [{"ids": [...], "visitors": [...]}, ...]: ids that belong together, and which of them were named as visitors.
CREATE OR REPLACE FUNCTION link_visitors(app uuid, groups jsonb) RETURNS void
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
            FROM identities WHERE app_id = app AND anonymous_id = ANY (ids)
        );
        -- One merge at a time in an app: two at once could each miss what the other joins.
        PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
        INSERT INTO identities (app_id, anonymous_id, visitor_id, known)
        SELECT app, id, id, id = ANY (visitors) FROM unnest(ids) AS id ORDER BY id
        ON CONFLICT (app_id, anonymous_id) DO UPDATE SET known = true WHERE excluded.known AND NOT identities.known;
        joined := ARRAY (SELECT DISTINCT visitor_id FROM identities WHERE app_id = app AND anonymous_id = ANY (ids));
        SELECT min(anonymous_id COLLATE "C") INTO chosen
        FROM identities WHERE app_id = app AND visitor_id = ANY (joined) AND known;
        UPDATE identities SET visitor_id = chosen
        WHERE app_id = app AND visitor_id = ANY (joined) AND visitor_id <> chosen;
    END LOOP;
END
$$;
