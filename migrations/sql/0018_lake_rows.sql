-- Rows of sealed days may leave the table (docs/lake.md). The horizon of an app is the day from which on all of its events
-- are in the table: what is older is in the lake alone, and whatever is in the table of those days waits for being sealed.

ALTER TABLE spoor.app_settings
    ADD COLUMN retention_days integer CONSTRAINT app_settings_retention_days_check CHECK (retention_days > 0);

CREATE TABLE spoor.lake_horizons (
    app_id   uuid        CONSTRAINT lake_horizons_pkey PRIMARY KEY CONSTRAINT lake_horizons_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    since    date        NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now() -- who began to read before that may still read the table
);

-- Codes of erased visitors that files may still have: such events count no more, and the files are written anew without
-- them. It holds numbers alone, and these only until that is done.
CREATE TABLE spoor.lake_erasures (
    app_id    uuid        NOT NULL CONSTRAINT lake_erasures_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    code      integer     NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lake_erasures_pkey PRIMARY KEY (app_id, code)
);

-- How many days a file was written for: one that fewer of them name now holds what does not count any more.
ALTER TABLE spoor.lake_files ADD COLUMN days smallint NOT NULL DEFAULT 1;

CREATE OR REPLACE VIEW spoor.settings AS
SELECT
    app.id AS app_id,
    coalesce(own.session_gap_seconds, 1800) AS session_gap_seconds,
    coalesce(own.keep_bots, false) AS keep_bots,
    coalesce(own.allowed_origins, '{}') AS allowed_origins,
    own.allowed_event_names,
    own.rate_limit_per_minute,
    coalesce(own.accept_claims, true) AS accept_claims,
    coalesce(own.accept_merges, false) AS accept_merges,
    own.retention_days,
    horizon.since AS horizon
FROM public.tracked_apps AS app
LEFT JOIN spoor.app_settings AS own ON own.app_id = app.id
LEFT JOIN spoor.lake_horizons AS horizon ON horizon.app_id = app.id;

-- Deletes rows whose ids are said to be in the files of a day before the horizon. It runs as its owner, since no role may
-- delete an event.
CREATE FUNCTION spoor.let_rows_go(of_app uuid, of_day date, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    PERFORM FROM spoor.lake_days AS known JOIN spoor.lake_horizons AS horizon ON horizon.app_id = known.app_id
    WHERE known.app_id = of_app AND known.day = of_day AND of_day < horizon.since AND known.core IS NOT NULL
    FOR SHARE OF known;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    DELETE FROM public.events
    WHERE id = ANY (ids) AND app_id = of_app
        AND occurred_at >= of_day::timestamp AT TIME ZONE 'UTC'
        AND occurred_at < (of_day + 1)::timestamp AT TIME ZONE 'UTC';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.let_rows_go(uuid, date, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.let_rows_go(uuid, date, uuid[]) TO spoor_rollup;

GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.lake_horizons TO spoor_rollup;
GRANT SELECT, DELETE ON spoor.lake_erasures TO spoor_rollup;
GRANT SELECT ON spoor.lake_horizons, spoor.lake_erasures TO spoor_query;
