-- The eight tables of an application with Drizzle and Better Auth, column for column as `drizzle-kit push` makes them, and
-- nothing else: a push drops from this schema whatever the application's own files do not name. Every statement is safe
-- on a database that has some of this already.

CREATE TABLE IF NOT EXISTS public."user" (
    id             text      PRIMARY KEY,
    name           text      NOT NULL,
    email          text      NOT NULL,
    email_verified boolean   NOT NULL DEFAULT false,
    image          text,
    created_at     timestamp NOT NULL DEFAULT now(),
    updated_at     timestamp NOT NULL DEFAULT now(),
    CONSTRAINT user_email_unique UNIQUE (email)
);

CREATE TABLE IF NOT EXISTS public.session (
    id         text      PRIMARY KEY,
    expires_at timestamp NOT NULL,
    token      text      NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL,
    ip_address text,
    user_agent text,
    user_id    text      NOT NULL CONSTRAINT session_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    CONSTRAINT session_token_unique UNIQUE (token)
);

CREATE TABLE IF NOT EXISTS public.account (
    id                       text      PRIMARY KEY,
    account_id               text      NOT NULL,
    provider_id              text      NOT NULL,
    user_id                  text      NOT NULL CONSTRAINT account_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
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

CREATE TABLE IF NOT EXISTS public.verification (
    id         text      PRIMARY KEY,
    identifier text      NOT NULL,
    value      text      NOT NULL,
    expires_at timestamp NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS public.tracked_apps (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id   text        NOT NULL CONSTRAINT tracked_apps_owner_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    api_key    text        NOT NULL CONSTRAINT tracked_apps_api_key_unique UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_app_owner ON public.tracked_apps (owner_id);

CREATE TABLE IF NOT EXISTS public.events (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id       uuid        NOT NULL CONSTRAINT events_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name         text        NOT NULL,
    anonymous_id text,
    properties   jsonb,
    occurred_at  timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS idx_event_app_time ON public.events (app_id, occurred_at);

CREATE TABLE IF NOT EXISTS public.sessions (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id       uuid        NOT NULL CONSTRAINT sessions_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX IF NOT EXISTS idx_session_app ON public.sessions (app_id);

CREATE TABLE IF NOT EXISTS public.funnels (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT funnels_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    steps      jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);
