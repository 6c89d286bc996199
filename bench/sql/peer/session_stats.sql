/* peer/session_stats: events, visitors, visits and countries, each distinct one by a sort of its own */
SELECT
    count(*) AS events,
    count(DISTINCT website_event.session_id) AS visitors,
    count(DISTINCT website_event.visit_id) AS visits,
    count(DISTINCT session.country) AS countries,
    sum(CASE WHEN website_event.event_type = 2 THEN 1 ELSE 0 END) AS named_events
FROM peer.website_event
JOIN peer.session ON session.session_id = website_event.session_id AND session.website_id = website_event.website_id
WHERE website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
