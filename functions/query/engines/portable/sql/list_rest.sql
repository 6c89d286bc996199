/* list_rest: the events of some spans of time, up to one more than may be brought along */
SELECT event.name, event.anonymous_id, event.occurred_at
FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) AS span (since, until)
JOIN public.events AS event
    ON event.app_id = %(app_id)s::uuid AND event.occurred_at >= span.since AND event.occurred_at < span.until
LIMIT %(most)s
