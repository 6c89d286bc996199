/* rows_that_wait: a visitor's ids, and their events before the horizon that are in the table, still or again */
SELECT event.id::text AS id, event.occurred_at
FROM public.events AS event
WHERE event.app_id = %(app_id)s::uuid AND event.anonymous_id = ANY (%(ids)s::text[]) AND event.occurred_at < %(horizon)s
