-- Every statement is safe on a database that has some of this already: a Better Auth app may share it.

CREATE TABLE IF NOT EXISTS "user" (
    id             text      PRIMARY KEY,
    name           text      NOT NULL,
    email          text      NOT NULL,
    email_verified boolean   NOT NULL DEFAULT false,
    image          text,
    created_at     timestamp NOT NULL DEFAULT now(),
    updated_at     timestamp NOT NULL DEFAULT now(),
    CONSTRAINT user_email_unique UNIQUE (email)
);

CREATE TABLE IF NOT EXISTS session (
    id         text      PRIMARY KEY,
    expires_at timestamp NOT NULL,
    token      text      NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL,
    ip_address text,
    user_agent text,
    user_id    text      NOT NULL CONSTRAINT session_user_id_user_id_fk REFERENCES "user" (id) ON DELETE CASCADE,
    CONSTRAINT session_token_unique UNIQUE (token)
);
CREATE INDEX IF NOT EXISTS "session_userId_idx" ON session (user_id);

CREATE TABLE IF NOT EXISTS account (
    id                       text      PRIMARY KEY,
    account_id               text      NOT NULL,
    provider_id              text      NOT NULL,
    user_id                  text      NOT NULL CONSTRAINT account_user_id_user_id_fk REFERENCES "user" (id) ON DELETE CASCADE,
    access_token             text,
    refresh_token            text,
    id_token                 text,
    access_token_expires_at  timestamp,
    refresh_token_expires_at timestamp,
    scope                    text,
    password                 text,
    created_at               timestamp NOT NULL DEFAULT now(),
    updated_at               timestamp NOT NULL
);
CREATE INDEX IF NOT EXISTS "account_userId_idx" ON account (user_id);

CREATE TABLE IF NOT EXISTS verification (
    id         text      PRIMARY KEY,
    identifier text      NOT NULL,
    value      text      NOT NULL,
    expires_at timestamp NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS verification_identifier_idx ON verification (identifier);

CREATE TABLE IF NOT EXISTS tracked_apps (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id   text        NOT NULL CONSTRAINT tracked_apps_owner_id_user_id_fk REFERENCES "user" (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    api_key    text        NOT NULL CONSTRAINT tracked_apps_api_key_unique UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS timezone            text    NOT NULL DEFAULT 'UTC';
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS session_gap_seconds integer NOT NULL DEFAULT 1800;
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS retention_days      integer;
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS allowed_origins     text[]  NOT NULL DEFAULT '{}';
CREATE INDEX IF NOT EXISTS idx_app_owner ON tracked_apps (owner_id);

CREATE TABLE IF NOT EXISTS events (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id       uuid        NOT NULL CONSTRAINT events_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    name         text        NOT NULL,
    anonymous_id text,
    properties   jsonb,
    occurred_at  timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS idx_event_app_time ON events (app_id, occurred_at);

CREATE TABLE IF NOT EXISTS sessions (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id       uuid        NOT NULL CONSTRAINT sessions_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX IF NOT EXISTS idx_session_app ON sessions (app_id, anonymous_id, started_at);

CREATE TABLE IF NOT EXISTS funnels (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT funnels_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    steps      jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE funnels ADD COLUMN IF NOT EXISTS conversion_window_seconds integer NOT NULL DEFAULT 604800;
CREATE INDEX IF NOT EXISTS idx_funnel_app ON funnels (app_id);

CREATE TABLE IF NOT EXISTS identities (
    app_id       uuid NOT NULL CONSTRAINT identities_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text NOT NULL,
    visitor_id   text NOT NULL,
    PRIMARY KEY (app_id, anonymous_id)
);
