-- Passkeys, as Better Auth's passkey plugin has them. They are here and not in `public`, since a push by the client drops
-- what its own files do not name. A credential is registered once, and a counter has 32 bits without a sign.

CREATE TABLE spoor.passkey (
    id            text      PRIMARY KEY,
    name          text,
    public_key    text      NOT NULL,     -- a COSE key in base64
    user_id       text      NOT NULL CONSTRAINT passkey_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    credential_id text      NOT NULL CONSTRAINT passkey_credential_id_unique UNIQUE,
    counter       bigint    NOT NULL,
    device_type   text      NOT NULL,
    backed_up     boolean   NOT NULL,
    transports    text,                   -- with commas between
    created_at    timestamp NOT NULL,
    aaguid        text
);
CREATE INDEX idx_passkey_user ON spoor.passkey (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.passkey TO spoor_auth;
