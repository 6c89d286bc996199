-- {"from": "2026-10-01", "to": "2026-10-31", "steps": [{"event": "product_viewed"}, {"event": "cart"}, {"event": "purchase"}]}

/* funnel */ SELECT array_agg(CAST(date_part(%(date_part_1)s::VARCHAR, events.occurred_at) * %(param_1)s::INTEGER AS BIGINT) ORDER BY events.occurred_at) AS times, array_agg(CASE WHEN (events.name = %(name_1)s::VARCHAR) THEN %(param_2)s::INTEGER ELSE %(param_3)s::INTEGER END + CASE WHEN (events.name = %(name_2)s::VARCHAR) THEN %(param_4)s::INTEGER ELSE %(param_5)s::INTEGER END + CASE WHEN (events.name = %(name_3)s::VARCHAR) THEN %(param_6)s::INTEGER ELSE %(param_7)s::INTEGER END ORDER BY events.occurred_at) AS masks
FROM events LEFT OUTER JOIN identities ON identities.app_id = %(app_id)s::UUID AND identities.anonymous_id = events.anonymous_id
WHERE events.app_id = %(app_id)s::UUID AND events.occurred_at >= %(occurred_at_1)s::TIMESTAMP WITH TIME ZONE AND events.occurred_at <= %(occurred_at_2)s::TIMESTAMP WITH TIME ZONE AND coalesce(identities.visitor_id, events.anonymous_id) IS NOT NULL AND (events.name = %(name_1)s::VARCHAR OR events.name = %(name_2)s::VARCHAR OR events.name = %(name_3)s::VARCHAR) GROUP BY coalesce(identities.visitor_id, events.anonymous_id)
HAVING bool_or(events.name = %(name_1)s::VARCHAR AND events.occurred_at < %(occurred_at_3)s::TIMESTAMP WITH TIME ZONE)

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- date_part_1 = 'epoch'
-- name_1 = 'product_viewed'
-- name_2 = 'cart'
-- name_3 = 'purchase'
-- occurred_at_1 = 2026-10-01T00:00:00+00:00
-- occurred_at_2 = 2026-11-07T00:00:00+00:00
-- occurred_at_3 = 2026-10-31T00:00:00+00:00
-- param_1 = 1000000
-- param_2 = 1
-- param_3 = 0
-- param_4 = 2
-- param_5 = 0
-- param_6 = 4
-- param_7 = 0
