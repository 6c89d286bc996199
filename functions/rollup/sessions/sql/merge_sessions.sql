/* merge_sessions: takes the events of some quarters of an hour into the sessions, however many are in them already.
   Events and sessions are both intervals of one visitor; those not further apart than the gap become one, which keeps
   the id of the earliest session. Stored sessions lie apart, so one that joins must touch an event itself. */
WITH bursts AS MATERIALIZED (
    -- Events within one bin as wide as the gap cannot be further apart than it: no need to sort them.
    SELECT event.anonymous_id, min(event.occurred_at) AS started_at, max(event.occurred_at) AS last_event_at
    FROM unnest(%(quarters)s::timestamptz[]) AS quarter (starts_at)
    CROSS JOIN LATERAL (
        SELECT anonymous_id, occurred_at
        FROM public.events
        WHERE app_id = %(app_id)s::uuid
            AND occurred_at >= quarter.starts_at
            AND occurred_at < quarter.starts_at + interval '15 minutes'
            AND anonymous_id IS NOT NULL
        OFFSET 0 -- one look into the index for each quarter, however the planner would rather have it
    ) AS event
    GROUP BY event.anonymous_id, date_bin(%(gap)s::interval, event.occurred_at, '0001-01-01 00:00+00')
),
spans AS (
    SELECT anonymous_id, min(started_at) AS started_at, max(last_event_at) AS last_event_at
    FROM bursts
    GROUP BY anonymous_id
),
pieces AS (
    SELECT NULL::uuid AS id, anonymous_id, started_at, last_event_at FROM bursts
    UNION ALL
    SELECT known.id, spans.anonymous_id, known.started_at, known.last_event_at
    FROM spans
    CROSS JOIN LATERAL (
        SELECT max(started_at) AS started_at
        FROM spoor.session_reach
        WHERE app_id = %(app_id)s::uuid
            AND hashtextextended(anonymous_id, 0) = hashtextextended(spans.anonymous_id, 0)
            AND anonymous_id = spans.anonymous_id
            AND started_at <= spans.started_at
    ) AS before
    CROSS JOIN LATERAL (
        SELECT session_id AS id, started_at, last_event_at
        FROM spoor.session_reach
        WHERE app_id = %(app_id)s::uuid
            AND hashtextextended(anonymous_id, 0) = hashtextextended(spans.anonymous_id, 0)
            AND anonymous_id = spans.anonymous_id
            AND started_at >= coalesce(before.started_at, spans.started_at)
            AND started_at <= spans.last_event_at + %(gap)s::interval
        OFFSET 0 -- here, for each visitor
    ) AS known
),
parted AS (
    SELECT *, started_at > %(gap)s::interval + max(last_event_at) OVER (
        PARTITION BY anonymous_id ORDER BY started_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS is_apart
    FROM pieces
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE is_apart) OVER (PARTITION BY anonymous_id ORDER BY started_at, id) AS number
    FROM parted
),
joined AS (
    SELECT
        anonymous_id,
        min(started_at) AS started_at,
        max(last_event_at) AS last_event_at,
        array_agg(id ORDER BY started_at) FILTER (WHERE id IS NOT NULL) AS ids
    FROM numbered
    GROUP BY anonymous_id, number
),
merged AS MATERIALIZED (
    SELECT
        *,
        coalesce(ids[1], gen_random_uuid()) AS id,
        CASE WHEN last_event_at < %(now)s::timestamptz - %(gap)s::interval THEN last_event_at END AS ended_at
    FROM joined
),
absorbed AS ( -- and what they reach, by the foreign key
    DELETE FROM public.sessions
    USING merged, unnest(merged.ids[2:]) AS other (id)
    WHERE sessions.id = other.id
    RETURNING 1
),
extended AS (
    UPDATE spoor.session_reach
    SET started_at = merged.started_at, last_event_at = merged.last_event_at, is_open = merged.ended_at IS NULL
    FROM merged
    WHERE session_reach.session_id = merged.ids[1]
        AND (session_reach.started_at, session_reach.last_event_at, session_reach.is_open)
            IS DISTINCT FROM (merged.started_at, merged.last_event_at, merged.ended_at IS NULL)
    RETURNING 1
),
moved AS (
    UPDATE public.sessions
    SET started_at = merged.started_at, ended_at = merged.ended_at
    FROM merged
    WHERE sessions.id = merged.ids[1]
        AND (sessions.started_at, sessions.ended_at) IS DISTINCT FROM (merged.started_at, merged.ended_at)
),
opened AS (
    INSERT INTO public.sessions (id, app_id, anonymous_id, started_at, ended_at)
    SELECT id, %(app_id)s::uuid, anonymous_id, started_at, ended_at
    FROM merged
    WHERE ids IS NULL
    RETURNING 1
),
reaching AS (
    INSERT INTO spoor.session_reach (session_id, app_id, anonymous_id, started_at, last_event_at, is_open)
    SELECT id, %(app_id)s::uuid, anonymous_id, started_at, last_event_at, ended_at IS NULL
    FROM merged
    WHERE ids IS NULL
)
SELECT
    (SELECT count(*) FROM opened) AS opened,
    (SELECT count(*) FROM extended) AS extended,
    (SELECT count(*) FROM absorbed) AS absorbed
