-- Teams, as Better Auth's organization plugin has them, and which app is shared with which. They are here and not in
-- `public`, since a push by the client drops what its own files do not name.

CREATE TABLE spoor.organization (
    id         text      PRIMARY KEY,
    name       text      NOT NULL,
    slug       text      NOT NULL CONSTRAINT organization_slug_unique UNIQUE,
    logo       text,
    created_at timestamp NOT NULL,
    metadata   text                    -- JSON
);

CREATE TABLE spoor.member (
    id              text      PRIMARY KEY,
    organization_id text      NOT NULL
        CONSTRAINT member_organization_id_organization_id_fk REFERENCES spoor.organization (id) ON DELETE CASCADE,
    user_id         text      NOT NULL CONSTRAINT member_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    role            text      NOT NULL DEFAULT 'member', -- or several, with commas between
    created_at      timestamp NOT NULL,
    CONSTRAINT member_organization_id_user_id_unique UNIQUE (organization_id, user_id)
);
CREATE INDEX idx_member_user ON spoor.member (user_id);

CREATE TABLE spoor.invitation (
    id              text      PRIMARY KEY,
    organization_id text      NOT NULL
        CONSTRAINT invitation_organization_id_organization_id_fk REFERENCES spoor.organization (id) ON DELETE CASCADE,
    email           text      NOT NULL,
    role            text,
    status          text      NOT NULL DEFAULT 'pending',
    expires_at      timestamp NOT NULL,
    created_at      timestamp NOT NULL DEFAULT now(),
    inviter_id      text      NOT NULL
        CONSTRAINT invitation_inviter_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE
);
CREATE INDEX idx_invitation_organization ON spoor.invitation (organization_id);
CREATE INDEX idx_invitation_email ON spoor.invitation (email);
CREATE INDEX idx_invitation_inviter ON spoor.invitation (inviter_id);

-- Which team a sign-in session is about. It may have been deleted: Better Auth's sessions go on naming it, too.
CREATE TABLE spoor.session_organizations (
    session_id      text PRIMARY KEY
        CONSTRAINT session_organizations_session_id_session_id_fk REFERENCES public.session (id) ON DELETE CASCADE,
    organization_id text NOT NULL
);

-- An app is shared with a team by its owner, who is a member of it: with their membership the sharing ends, in the same
-- moment, however it ends.
CREATE TABLE spoor.app_teams (
    app_id          uuid PRIMARY KEY
        CONSTRAINT app_teams_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    organization_id text NOT NULL,
    owner_id        text NOT NULL,
    CONSTRAINT app_teams_member_fk FOREIGN KEY (organization_id, owner_id)
        REFERENCES spoor.member (organization_id, user_id) ON DELETE CASCADE
);
CREATE INDEX idx_app_team_member ON spoor.app_teams (organization_id, owner_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.organization, spoor.member, spoor.invitation, spoor.session_organizations
    TO spoor_auth;
GRANT SELECT (id, name) ON spoor.organization TO spoor_query;
GRANT SELECT (organization_id, user_id, role) ON spoor.member TO spoor_query;
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.app_teams TO spoor_query;

-- Takes a user who is about to be deleted out of their teams. The name of a team that would be left without an owner, or
-- NULL, and then it is done: teams of theirs alone are gone, and what they shared with another is its longest owner's.
-- Whoever joins or leaves one of them meanwhile waits. As its owner, since auth itself may not say whose an app is.
CREATE FUNCTION spoor.leave_teams(leaver text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    ownerless text;
BEGIN
    PERFORM FROM public."user" u WHERE u.id = leaver FOR UPDATE;
    PERFORM FROM spoor.organization o
      WHERE o.id IN (SELECT m.organization_id FROM spoor.member m WHERE m.user_id = leaver) ORDER BY o.id FOR UPDATE;
    SELECT o.name INTO ownerless FROM spoor.organization o JOIN spoor.member m ON m.organization_id = o.id
     WHERE m.user_id = leaver AND 'owner' = ANY (string_to_array(m.role, ','))
       AND EXISTS (SELECT FROM spoor.member x WHERE x.organization_id = o.id AND x.user_id <> leaver)
       AND NOT EXISTS (SELECT FROM spoor.member x WHERE x.organization_id = o.id AND x.user_id <> leaver
                          AND 'owner' = ANY (string_to_array(x.role, ',')))
     ORDER BY o.id LIMIT 1;
    IF FOUND THEN
        RETURN ownerless;
    END IF;
    DELETE FROM spoor.organization o
     WHERE EXISTS (SELECT FROM spoor.member m WHERE m.organization_id = o.id AND m.user_id = leaver)
       AND NOT EXISTS (SELECT FROM spoor.member m WHERE m.organization_id = o.id AND m.user_id <> leaver);
    WITH heirs AS (
        SELECT s.app_id, heir.user_id
          FROM spoor.app_teams s
         CROSS JOIN LATERAL (
               SELECT m.user_id FROM spoor.member m
                WHERE m.organization_id = s.organization_id AND m.user_id <> leaver
                  AND 'owner' = ANY (string_to_array(m.role, ','))
                ORDER BY m.created_at, m.id LIMIT 1
         ) AS heir
         WHERE s.owner_id = leaver
    ), handed_over AS (
        UPDATE public.tracked_apps a SET owner_id = h.user_id FROM heirs h WHERE a.id = h.app_id AND a.owner_id = leaver
        RETURNING a.id, a.owner_id
    )
    UPDATE spoor.app_teams s SET owner_id = h.owner_id FROM handed_over h WHERE s.app_id = h.id;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.leave_teams(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.leave_teams(text) TO spoor_auth;

-- The look-up of a session tells its team, too; functions from before this read the other columns.
DROP FUNCTION spoor.find_session(text);
CREATE FUNCTION spoor.find_session(presented text) RETURNS TABLE (
    session_id text, token text, user_id text, expires_at timestamp, created_at timestamp, updated_at timestamp,
    ip_address text, user_agent text, active_organization_id text, user_name text, user_email text,
    user_email_verified boolean, user_image text, user_created_at timestamp, user_updated_at timestamp,
    looked_at timestamp
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.id, s.token, s.user_id, s.expires_at, s.created_at, s.updated_at, s.ip_address, s.user_agent,
           o.organization_id, u.name, u.email, u.email_verified, u.image, u.created_at, u.updated_at,
           timezone('UTC', now())
      FROM public.session s
      JOIN public."user" u ON u.id = s.user_id
      LEFT JOIN spoor.session_organizations o ON o.session_id = s.id
     WHERE s.token = presented;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.find_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.find_session(text) TO spoor_auth;
