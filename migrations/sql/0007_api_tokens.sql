-- What programs' tokens may; the tokens themselves are kept nowhere.

CREATE TABLE spoor.api_tokens (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    text        NOT NULL CONSTRAINT api_tokens_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    scopes     text[]      NOT NULL,
    app_ids    uuid[],                 -- NULL: all apps of the user, later ones included
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX idx_api_token_user ON spoor.api_tokens (user_id);
GRANT SELECT, INSERT, DELETE ON spoor.api_tokens TO spoor_query;
GRANT SELECT, DELETE ON spoor.api_tokens TO spoor_auth; -- a new password ends them
GRANT SELECT (expires_at), DELETE ON spoor.api_tokens TO spoor_rollup;
