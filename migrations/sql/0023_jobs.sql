-- Questions that are too large for a function, and that an engine elsewhere answers: docs/scale.md. The answer is in the
-- store, as long as the engine's rows are; rollup forgets both after a day.

CREATE TABLE spoor.jobs (
    id       uuid        NOT NULL CONSTRAINT jobs_pkey PRIMARY KEY,
    app_id   uuid        NOT NULL CONSTRAINT jobs_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    report   text        NOT NULL,
    question jsonb       NOT NULL, -- with all that it names looked up
    asked_at timestamptz NOT NULL,
    engine   text        NOT NULL,
    handle   text        NOT NULL  -- by which the engine knows it
);
CREATE INDEX idx_job_app ON spoor.jobs (app_id);
GRANT SELECT, INSERT ON spoor.jobs TO spoor_query;
GRANT SELECT (asked_at), DELETE ON spoor.jobs TO spoor_rollup;
GRANT INSERT (path) ON spoor.lake_files TO spoor_query;
