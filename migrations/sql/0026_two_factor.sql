-- Second factors, as Better Auth's twoFactor plugin has them: one row for a user. It is here and not in `public`, since a
-- push by the client drops what its own files do not name. `secret` and `backup_codes` are sealed with the auth secret.

CREATE TABLE spoor.two_factor (
    id                        text      PRIMARY KEY,
    secret                    text      NOT NULL,
    backup_codes              text      NOT NULL,
    user_id                   text      NOT NULL CONSTRAINT two_factor_user_id_unique UNIQUE
        CONSTRAINT two_factor_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    verified                  boolean   NOT NULL DEFAULT false, -- by the first code; only then is it on
    failed_verification_count integer   NOT NULL DEFAULT 0,     -- in a row
    locked_until              timestamp,
    last_step                 bigint                            -- of 30 seconds, whose code was the last to sign in
);
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.two_factor TO spoor_auth;

-- The look-up of a session tells whether its user has one, too; functions from before this read the other columns.
DROP FUNCTION spoor.find_session(text);
CREATE FUNCTION spoor.find_session(presented text) RETURNS TABLE (
    session_id text, token text, user_id text, expires_at timestamp, created_at timestamp, updated_at timestamp,
    ip_address text, user_agent text, active_organization_id text, user_name text, user_email text,
    user_email_verified boolean, user_image text, user_created_at timestamp, user_updated_at timestamp,
    user_two_factor_enabled boolean, looked_at timestamp
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.id, s.token, s.user_id, s.expires_at, s.created_at, s.updated_at, s.ip_address, s.user_agent,
           o.organization_id, u.name, u.email, u.email_verified, u.image, u.created_at, u.updated_at,
           coalesce(t.verified, false), timezone('UTC', now())
      FROM public.session s
      JOIN public."user" u ON u.id = s.user_id
      LEFT JOIN spoor.session_organizations o ON o.session_id = s.id
      LEFT JOIN spoor.two_factor t ON t.user_id = s.user_id
     WHERE s.token = presented;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.find_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.find_session(text) TO spoor_auth;
