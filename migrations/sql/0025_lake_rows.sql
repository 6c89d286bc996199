-- Rows of sealed days may leave the table (docs/lake.md). The horizon of an app is the day from which on all of its events
-- are in the table: what is older is in the lake alone, and whatever is in the table of those days waits for being sealed.

ALTER TABLE spoor.app_settings
    ADD COLUMN retention_days integer CONSTRAINT app_settings_retention_days_check CHECK (retention_days > 0);

CREATE TABLE spoor.lake_horizons (
    app_id   uuid        CONSTRAINT lake_horizons_pkey PRIMARY KEY CONSTRAINT lake_horizons_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    since    date        NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now() -- who began to read before that may still read the table
);

-- Days before the horizon that the manifest has: while one is here, its row there can neither go nor become another day's.
CREATE TABLE spoor.lake_held (
    app_id uuid NOT NULL CONSTRAINT lake_held_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    day    date NOT NULL,
    CONSTRAINT lake_held_pkey PRIMARY KEY (app_id, day),
    CONSTRAINT lake_held_lake_days_fk FOREIGN KEY (app_id, day) REFERENCES spoor.lake_days (app_id, day)
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
GRANT SELECT, INSERT, DELETE ON spoor.lake_held TO spoor_rollup;
GRANT SELECT, DELETE ON spoor.lake_erasures TO spoor_rollup;
GRANT SELECT ON spoor.lake_horizons, spoor.lake_held, spoor.lake_erasures TO spoor_query;

-- Rows leave the table only where no clearing is under way.
GRANT SELECT (app_id) ON spoor.clearings TO spoor_rollup;

-- As before; what is sealed of a day before the horizon counts until something else is, and the table is not asked for it.
CREATE OR REPLACE VIEW spoor_lake.sealed_days AS
SELECT known.app_id::text AS app_id, known.day, known.sealed_at, known.rows, known.properties AS path, known.properties_bytes AS bytes
FROM spoor.lake_days AS known
LEFT JOIN spoor.lake_horizons AS horizon ON horizon.app_id = known.app_id
LEFT JOIN spoor.lake_held AS held ON held.app_id = known.app_id AND held.day = known.day
LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = known.app_id AND mark.day = known.day
WHERE known.format = 1
    AND CASE WHEN known.day < horizon.since THEN held.day IS NOT NULL ELSE known.sealed_at IS NOT NULL AND mark.day IS NULL END;

-- As before, and nothing from before the horizon.
CREATE OR REPLACE FUNCTION spoor_lake.open_events(
    of_app uuid DEFAULT NULL, since timestamptz DEFAULT '0001-01-01 00:00+00', until timestamptz DEFAULT '9999-12-31 00:00+00'
)
RETURNS TABLE (app_id text, id text, name text, anonymous_id text, t_ms bigint, t_us smallint, properties text)
LANGUAGE sql STABLE ROWS 100000 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH app AS (
        SELECT one.id FROM public.tracked_apps AS one WHERE of_app IS NULL OR one.id = of_app
    ), sealed AS (
        SELECT app.id AS app_id, known.day FROM app JOIN spoor_lake.sealed_days AS known ON known.app_id = app.id::text
    ), ends AS ( -- of what lies between two sealed days, before the first and behind the last
        SELECT sealed.app_id, (sealed.day + 1)::timestamp AT TIME ZONE 'UTC' AS begins, sealed.day AS after FROM sealed
        UNION ALL
        SELECT id, '0001-01-01 00:00+00', NULL FROM app
    ), gaps AS (
        SELECT ends.app_id, greatest(begins, open_events.since, horizon.since::timestamp AT TIME ZONE 'UTC') AS begins, least(until, lead(after::timestamp AT TIME ZONE 'UTC')
            OVER (PARTITION BY ends.app_id ORDER BY after NULLS FIRST)) AS ends
        FROM ends LEFT JOIN spoor.lake_horizons AS horizon ON horizon.app_id = ends.app_id
    )
    SELECT
        gaps.app_id::text, event.id::text, event.name, event.anonymous_id,
        div(us - mod(mod(us, 1000) + 1000, 1000), 1000)::bigint, mod(mod(us, 1000) + 1000, 1000)::smallint,
        event.properties::text
    FROM gaps
    JOIN public.events AS event
        ON event.app_id = gaps.app_id AND event.occurred_at >= gaps.begins AND event.occurred_at < gaps.ends
    CROSS JOIN LATERAL (SELECT trunc(extract(epoch FROM event.occurred_at) * 1000000)) AS since_1970 (us)
    WHERE gaps.begins < gaps.ends
$$;
