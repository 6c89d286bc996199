/* happened: all events of the range, from files and from what the question brought along, with whose they are */
SELECT COALESCE(people.visitor, event.anonymous_id) AS who, event.name AS name, event.t_ms * 1000 + event.t_us AS t
FROM (
    SELECT name, anonymous_id, t_ms, t_us FROM sealed
    UNION ALL
    SELECT name, anonymous_id, t_ms, t_us FROM rest
) AS event
LEFT JOIN people ON people.anonymous_id = event.anonymous_id
