-- What Spoor knows of the application's apps and funnels beyond their own columns. The application makes both itself, so
-- one without a row here has the defaults.

CREATE TABLE spoor.app_settings (
    app_id                uuid    PRIMARY KEY CONSTRAINT app_settings_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    session_gap_seconds   integer NOT NULL DEFAULT 1800 CONSTRAINT app_settings_session_gap_seconds_check CHECK (session_gap_seconds > 0),
    keep_bots             boolean NOT NULL DEFAULT false,
    allowed_origins       text[]  NOT NULL DEFAULT '{}',
    allowed_event_names   text[],
    rate_limit_per_minute integer
);

-- The settings of every app: the one place that knows the defaults of those that have no row. Of the application's columns
-- it names none but the key, since a column that a view names cannot be changed by a push.
CREATE VIEW spoor.settings AS
SELECT
    app.id AS app_id,
    coalesce(own.session_gap_seconds, 1800) AS session_gap_seconds,
    coalesce(own.keep_bots, false) AS keep_bots,
    coalesce(own.allowed_origins, '{}') AS allowed_origins,
    own.allowed_event_names,
    own.rate_limit_per_minute
FROM public.tracked_apps AS app
LEFT JOIN spoor.app_settings AS own ON own.app_id = app.id;

-- A funnel without a row has a week.
CREATE TABLE spoor.funnel_windows (
    funnel_id                 uuid    PRIMARY KEY CONSTRAINT funnel_windows_funnel_id_funnels_id_fk REFERENCES public.funnels (id) ON DELETE CASCADE,
    conversion_window_seconds integer NOT NULL
);

GRANT SELECT ON spoor.settings TO spoor_ingest, spoor_query, spoor_rollup;
GRANT SELECT, INSERT, UPDATE ON spoor.app_settings, spoor.funnel_windows TO spoor_query;
