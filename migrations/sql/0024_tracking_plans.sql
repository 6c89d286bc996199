-- What an app expects of its events. Ingest reads a plan together with its app, and tells a sender at once where an event is
-- not what was agreed; an app without a row expects nothing.

CREATE TABLE spoor.tracking_plans (
    app_id     uuid        PRIMARY KEY CONSTRAINT tracking_plans_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    plan       jsonb       NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT ON spoor.tracking_plans TO spoor_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.tracking_plans TO spoor_query;
