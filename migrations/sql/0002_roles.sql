-- Functions sign in as members of these roles, which own nothing: one for each kind of function, with the rights that its
-- statements need. Every later migration grants what it makes. spoor_app is all of them, for a deployment with one login.

DO $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['spoor_ingest', 'spoor_query', 'spoor_auth', 'spoor_rollup', 'spoor_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = kind) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', kind);
        END IF;
    END LOOP;
END
$$;
GRANT spoor_ingest, spoor_query, spoor_auth, spoor_rollup TO spoor_app;

GRANT USAGE ON SCHEMA public, spoor TO spoor_ingest, spoor_query, spoor_auth, spoor_rollup;

-- Events are append-only: they go with their app, by the foreign key, or by the function that erases a visitor.
GRANT SELECT (id, api_key) ON public.tracked_apps TO spoor_ingest;
GRANT INSERT ON public.events TO spoor_ingest;

GRANT SELECT, INSERT, UPDATE, DELETE ON public.tracked_apps, public.funnels TO spoor_query;
GRANT SELECT ON public.events, public.sessions TO spoor_query;

GRANT SELECT, INSERT, UPDATE, DELETE ON public."user", public.session, public.account, public.verification TO spoor_auth;

-- Rollup sweeps sign-ins and verifications whose time is over; it locks an app's row, for which some column must be its to
-- change.
GRANT SELECT (id), UPDATE (created_at) ON public.tracked_apps TO spoor_rollup;
GRANT SELECT (app_id, anonymous_id, occurred_at) ON public.events TO spoor_rollup;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.sessions TO spoor_rollup;
GRANT SELECT (expires_at), DELETE ON public.session, public.verification TO spoor_rollup;
