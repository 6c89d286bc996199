/* peer/sessions: totals over all events with the sessions they belong to */
SELECT
    count(*) AS events,
    sum(CASE WHEN website_event.event_type = 1 THEN 1 ELSE 0 END) AS views,
    count(DISTINCT website_event.session_id) AS visitors,
    count(DISTINCT website_event.visit_id) AS visits,
    count(DISTINCT session.country) AS countries
FROM peer.website_event
JOIN peer.session ON website_event.session_id = session.session_id AND website_event.website_id = session.website_id
WHERE website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
