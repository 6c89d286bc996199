-- Functions sign in as members of spoor_app, which owns nothing. It has neither UPDATE nor DELETE on events: they are
-- append-only, and go only with their app, by the foreign key.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spoor_app') THEN
        CREATE ROLE spoor_app NOLOGIN;
    END IF;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO spoor_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", session, account, verification TO spoor_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tracked_apps, sessions, funnels, identities TO spoor_app;
GRANT SELECT, INSERT ON events TO spoor_app;
