-- Who is the same visitor, whatever order the links arrive in: the ids that links join make a group, and every id of it
-- has the same visitor_id, its least id that was ever named as a visitor.

ALTER TABLE identities ADD COLUMN IF NOT EXISTS known boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS idx_identity_visitor ON identities (app_id, visitor_id);

INSERT INTO identities (app_id, anonymous_id, visitor_id, known)
SELECT DISTINCT app_id, visitor_id, visitor_id, true FROM identities
ON CONFLICT (app_id, anonymous_id) DO UPDATE SET known = true;

CREATE OR REPLACE FUNCTION link_visitors(app uuid, links jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    link jsonb;
    joined text[];
BEGIN
    -- Mostly the links are known already, and then nothing is locked. links = [[anonymous_id, visitor], ...].
    IF NOT EXISTS (
        SELECT FROM jsonb_array_elements(links) AS one
        WHERE NOT EXISTS (
            SELECT FROM identities AS a
            JOIN identities AS b ON b.app_id = a.app_id AND b.visitor_id = a.visitor_id
            WHERE a.app_id = app AND a.anonymous_id = one ->> 0 AND b.anonymous_id = one ->> 1 AND b.known
        )
    ) THEN
        RETURN;
    END IF;
    -- One merge at a time in an app: two at once could each miss what the other joins.
    PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
    FOR link IN SELECT one FROM jsonb_array_elements(links) AS one LOOP
        INSERT INTO identities (app_id, anonymous_id, visitor_id, known)
        VALUES (app, link ->> 0, link ->> 0, false)
        ON CONFLICT DO NOTHING;
        INSERT INTO identities (app_id, anonymous_id, visitor_id, known)
        VALUES (app, link ->> 1, link ->> 1, true)
        ON CONFLICT (app_id, anonymous_id) DO UPDATE SET known = true WHERE NOT identities.known;
        SELECT array_agg(DISTINCT visitor_id) INTO joined
        FROM identities WHERE app_id = app AND anonymous_id IN (link ->> 0, link ->> 1);
        UPDATE identities SET visitor_id = chosen.id
        FROM (
            SELECT min(anonymous_id COLLATE "C") AS id
            FROM identities WHERE app_id = app AND visitor_id = ANY (joined) AND known
        ) AS chosen
        WHERE app_id = app AND visitor_id = ANY (joined) AND visitor_id <> chosen.id;
    END LOOP;
END
$$;
