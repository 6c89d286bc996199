-- Who is in a team or ever was: whoever signs in at a provider joins its team once, and not again after they have left it
-- or were taken out.
CREATE TABLE spoor.known_members (
    organization_id text NOT NULL
        CONSTRAINT known_members_organization_id_organization_id_fk REFERENCES spoor.organization (id) ON DELETE CASCADE,
    user_id         text NOT NULL
        CONSTRAINT known_members_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX idx_known_member_user ON spoor.known_members (user_id);
INSERT INTO spoor.known_members (organization_id, user_id) SELECT organization_id, user_id FROM spoor.member;
GRANT SELECT, INSERT ON spoor.known_members TO spoor_auth;
