-- What another product counted, day by day, where its export has no events: kept apart, added to nothing of Spoor's. `value` says
-- of what the figures are, as JSON text with that product's own words; figures that its export has not are null.

CREATE TABLE spoor.imported_days (
    app_id           uuid   NOT NULL CONSTRAINT imported_days_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    source           text   NOT NULL,
    dimension        text   NOT NULL, -- empty: the day's own
    day              date   NOT NULL, -- in the other product's zone
    value            text   NOT NULL,
    visitors         bigint NOT NULL,
    visits           bigint,
    pageviews        bigint,
    events           bigint,
    bounces          bigint,
    visit_duration_s bigint,
    CONSTRAINT imported_days_pkey PRIMARY KEY (app_id, source, dimension, day, value)
);

GRANT SELECT, INSERT, UPDATE ON spoor.imported_days TO spoor_ingest;
GRANT SELECT ON spoor.imported_days TO spoor_query;
