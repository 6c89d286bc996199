-- The lake, told to whoever reads it past Spoor (docs/lake.md): a schema of views for one role that may do nothing else.
-- Nothing is written twice, so nothing here is ever out of date: a statement sees the manifest and the events of its moment.
-- Columns of the application's own tables are named in functions alone: one that a view names cannot be changed by a push.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'spoor_analyst') THEN
        CREATE ROLE spoor_analyst NOLOGIN;
    END IF;
END
$$;

-- Where the files are, as LAKE_URL says it: the database does not know, so who seals tells it.
CREATE TABLE spoor.lake_home (
    only_one boolean NOT NULL DEFAULT true CONSTRAINT lake_home_pkey PRIMARY KEY CONSTRAINT lake_home_only_one_check CHECK (only_one),
    url      text    NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON spoor.lake_home TO spoor_rollup;

CREATE SCHEMA spoor_lake;

-- Days whose files are right, in the format that is described here.
CREATE VIEW spoor_lake.sealed_days AS
SELECT app_id::text AS app_id, day, sealed_at, rows, properties AS path, properties_bytes AS bytes
FROM spoor.lake_days AS known
WHERE sealed_at IS NOT NULL AND format = 1
    AND NOT EXISTS (SELECT FROM spoor.lake_marks AS mark WHERE mark.app_id = known.app_id AND mark.day = known.day);

-- All other events: of days that are open, changed, or being sealed. `of_app` NULL is all apps.
CREATE FUNCTION spoor_lake.open_events(
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
        SELECT ends.app_id, greatest(begins, since) AS begins, least(until, lead(after::timestamp AT TIME ZONE 'UTC')
            OVER (PARTITION BY ends.app_id ORDER BY after NULLS FIRST)) AS ends
        FROM ends
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

CREATE FUNCTION spoor_lake.apps_by_name() RETURNS TABLE (app_id text, name text, session_gap_ms bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.id::text, app.name, settings.session_gap_seconds * 1000::bigint
    FROM public.tracked_apps AS app JOIN spoor.settings AS settings ON settings.app_id = app.id
$$;

REVOKE EXECUTE ON FUNCTION spoor_lake.open_events(uuid, timestamptz, timestamptz), spoor_lake.apps_by_name() FROM PUBLIC;

-- Where the files are that hold the events of sealed days.
CREATE VIEW spoor_lake.files AS
SELECT known.app_id, known.day, home.url || '/' || known.path AS url, known.rows, known.bytes, known.sealed_at
FROM spoor_lake.sealed_days AS known
CROSS JOIN spoor.lake_home AS home;

-- Who is who: ids that are somebody's. An event without one here is its own `anonymous_id`'s.
CREATE VIEW spoor_lake.people AS
SELECT app_id::text AS app_id, anonymous_id, visitor_id AS visitor FROM spoor.identities;
