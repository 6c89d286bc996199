-- What an owner keeps about an app: questions under a name, boards of them, notes on its chart, and groups of visitors.

CREATE TABLE spoor.saved_reports (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT saved_reports_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    report     text        NOT NULL,
    question   jsonb       NOT NULL,
    last_days  integer,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_saved_report_app ON spoor.saved_reports (app_id);

CREATE TABLE spoor.dashboards (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT dashboards_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_dashboard_app ON spoor.dashboards (app_id);

CREATE TABLE spoor.dashboard_reports (
    dashboard_id uuid    NOT NULL CONSTRAINT dashboard_reports_dashboard_id_dashboards_id_fk REFERENCES spoor.dashboards (id) ON DELETE CASCADE,
    report_id    uuid    NOT NULL CONSTRAINT dashboard_reports_report_id_saved_reports_id_fk REFERENCES spoor.saved_reports (id) ON DELETE CASCADE,
    place        integer NOT NULL,
    PRIMARY KEY (dashboard_id, report_id)
);
CREATE INDEX idx_dashboard_report ON spoor.dashboard_reports (report_id);

CREATE TABLE spoor.annotations (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT annotations_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    at         timestamptz NOT NULL,
    text       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_annotation_app ON spoor.annotations (app_id, at);

CREATE TABLE spoor.cohorts (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id     uuid        NOT NULL CONSTRAINT cohorts_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    definition jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_cohort_app ON spoor.cohorts (app_id);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON spoor.saved_reports, spoor.dashboards, spoor.dashboard_reports, spoor.annotations, spoor.cohorts TO spoor_query;
