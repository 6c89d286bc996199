/* list_outcomes: the counters of all instances together */
SELECT hour, sender, code, sum(count)::bigint AS count, min(sample::text)::jsonb AS sample
FROM spoor.outcomes
WHERE app_id = %(app_id)s AND hour >= date_trunc('hour', %(start)s::timestamptz, 'UTC') AND hour < %(end)s
GROUP BY hour, sender, code
ORDER BY hour DESC, sender, code
LIMIT %(most)s
