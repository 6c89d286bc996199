-- What an owner keeps about an app: questions under a name, boards of them, notes on its chart, and groups of visitors.

CREATE TABLE IF NOT EXISTS saved_reports (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT saved_reports_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    report     text        NOT NULL,
    question   jsonb       NOT NULL,
    last_days  integer,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_saved_report_app ON saved_reports (app_id);

CREATE TABLE IF NOT EXISTS dashboards (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT dashboards_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_dashboard_app ON dashboards (app_id);

CREATE TABLE IF NOT EXISTS dashboard_reports (
    dashboard_id uuid    NOT NULL CONSTRAINT dashboard_reports_dashboard_id_dashboards_id_fk REFERENCES dashboards (id) ON DELETE CASCADE,
    report_id    uuid    NOT NULL CONSTRAINT dashboard_reports_report_id_saved_reports_id_fk REFERENCES saved_reports (id) ON DELETE CASCADE,
    place        integer NOT NULL,
    PRIMARY KEY (dashboard_id, report_id)
);
CREATE INDEX IF NOT EXISTS idx_dashboard_report ON dashboard_reports (report_id);

CREATE TABLE IF NOT EXISTS annotations (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT annotations_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    at         timestamptz NOT NULL,
    text       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_annotation_app ON annotations (app_id, at);

CREATE TABLE IF NOT EXISTS cohorts (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT cohorts_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    definition jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_cohort_app ON cohorts (app_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_reports, dashboards, dashboard_reports, annotations, cohorts TO spoor_app;
