-- Clearings: events of an app deleted by what they are, since an ingest key is public and poison comes in by it. A
-- clearing is a job: query writes the wish, rollup works it off, the newest events first, and the row is its receipt.

CREATE TABLE spoor.clearings (
    id        uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id    uuid        NOT NULL CONSTRAINT clearings_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    asked_at  timestamptz NOT NULL DEFAULT now(),
    names     text[],
    property  text,
    value     jsonb,
    since     timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    done_to   timestamptz NOT NULL,
    events    bigint      NOT NULL DEFAULT 0,
    ended_at  timestamptz
);
CREATE INDEX idx_clearing_app ON spoor.clearings (app_id, asked_at);
CREATE INDEX idx_clearing_open ON spoor.clearings (asked_at) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON spoor.clearings TO spoor_query;
GRANT SELECT (id, asked_at, ended_at) ON spoor.clearings TO spoor_rollup;

-- Whether an event's properties hold one, and, where a value is given, that value: as filters have it, a key that is
-- written with its dots counts before the nested one, and null is missing.
CREATE FUNCTION spoor.has_property(properties jsonb, called text, wanted jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(
        CASE WHEN wanted IS NULL THEN found <> 'null'::jsonb ELSE found = wanted END, false
    )
    FROM (
        SELECT CASE
            WHEN properties ? called THEN properties -> called
            ELSE properties #> string_to_array(called, '.')
        END AS found
    ) AS it
$$;
REVOKE EXECUTE ON FUNCTION spoor.has_property(jsonb, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.has_property(jsonb, text, jsonb) TO spoor_query;

-- Works off a part of one clearing: looks at `most` events of its range and deletes those that are meant; tells how
-- many it looked at, and how many went. No row where the clearing is done, gone, or another's at this moment. Runs as
-- its owner, since no role may delete events: what it may delete, the row says.
CREATE FUNCTION spoor.clear_events(clearing uuid, most integer) RETURNS TABLE (looked integer, cleared integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    job spoor.clearings;
    lowest timestamptz;
    seen integer;
    went integer;
    days date[];
BEGIN
    SELECT * INTO job FROM spoor.clearings WHERE id = clearing AND ended_at IS NULL FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Neither a link of ids nor a run of rollup may be half way through what goes.
    PERFORM pg_advisory_xact_lock(hashtextextended(job.app_id::text, 7306077));
    PERFORM FROM spoor.session_watermarks WHERE app_id = job.app_id FOR UPDATE;
    SELECT count(*), min(occurred_at) INTO seen, lowest
    FROM (
        SELECT occurred_at
        FROM public.events
        WHERE app_id = job.app_id AND occurred_at >= job.since AND occurred_at < job.done_to
        ORDER BY occurred_at DESC
        LIMIT most
    ) AS newest;
    WITH gone AS (
        DELETE FROM public.events
        WHERE app_id = job.app_id AND occurred_at >= lowest AND occurred_at < job.done_to
            AND (job.names IS NULL OR name = ANY (job.names))
            AND (job.property IS NULL OR spoor.has_property(properties, job.property, job.value))
        RETURNING anonymous_id, occurred_at
    ),
    lost AS (
        SELECT anonymous_id, min(occurred_at) AS earliest, max(occurred_at) AS latest
        FROM gone
        WHERE anonymous_id IS NOT NULL
        GROUP BY anonymous_id
    ),
    -- Sessions that held what went are made anew of what is left: rollup looks again at quarters without a count.
    touched AS MATERIALIZED (
        SELECT reach.session_id, reach.started_at, reach.last_event_at
        FROM lost
        JOIN spoor.session_reach AS reach
            ON reach.app_id = job.app_id
            AND hashtextextended(reach.anonymous_id, 0) = hashtextextended(lost.anonymous_id, 0)
            AND reach.anonymous_id = lost.anonymous_id
            AND reach.started_at <= lost.latest AND reach.last_event_at >= lost.earliest
    ),
    unmade AS (
        DELETE FROM public.sessions USING touched WHERE sessions.id = touched.session_id
    ),
    forgotten AS (
        DELETE FROM spoor.session_counts
        WHERE app_id = job.app_id AND starts_at IN (
            SELECT generate_series(
                date_bin('15 minutes', started_at, '0001-01-01 00:00+00'), last_event_at, interval '15 minutes'
            )
            FROM touched
        )
    )
    SELECT count(*), array_agg(DISTINCT (occurred_at AT TIME ZONE 'UTC')::date) INTO went, days FROM gone;
    PERFORM spoor.mark_days(job.app_id, days);
    UPDATE spoor.clearings
    SET done_to = coalesce(lowest, since),
        events = events + went,
        ended_at = CASE WHEN seen < most THEN now() END,
        value = CASE WHEN seen < most THEN NULL ELSE value END  -- it may be somebody's, and is needed no more
    WHERE id = clearing;
    RETURN QUERY SELECT seen, went;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.clear_events(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.clear_events(uuid, integer) TO spoor_rollup;
