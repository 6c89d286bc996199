/* try_alert: what an alert would say, told as a test; nothing where the app has had as many within an hour as there may be */
WITH tried AS (
    SELECT alert.id, alert.app_id
      FROM spoor.alerts AS alert
     WHERE alert.id = %(id)s AND alert.app_id = %(app_id)s
       AND (SELECT count(DISTINCT (one.alert_id, one.due_at))
              FROM spoor.alert_messages AS one
              JOIN spoor.alerts AS other ON other.id = one.alert_id
             WHERE other.app_id = alert.app_id AND one.kind = 'test' AND one.created_at > now() - interval '1 hour'
           ) < %(most)s
),
mailed AS (
    SELECT tried.id,
           CASE WHEN %(addresses)s::text[] = '{}' THEN '{}' ELSE spoor.mail_alert(tried.app_id, %(addresses)s::text[], %(teams)s, %(second_factors)s, %(subject)s, %(text)s, %(html)s
           ) END AS addresses
      FROM tried
)
INSERT INTO spoor.alert_messages (alert_id, kind, due_at, place, way, shown, target, message, state, problem, ended_at)
SELECT mailed.id, %(kind)s, %(now)s, one.place, one.way, one.shown,
       CASE one.way WHEN 'mail' THEN NULL ELSE one.target END, %(message)s,
       CASE WHEN one.way <> 'mail' THEN 'waiting' WHEN lower(one.target) = ANY (mailed.addresses) THEN 'mailed' ELSE 'failed' END,
       CASE WHEN one.way = 'mail' AND lower(one.target) <> ALL (mailed.addresses)
            THEN 'This address belongs to nobody who has verified it and may see the app' END,
       CASE one.way WHEN 'mail' THEN now() END
  FROM mailed
 CROSS JOIN jsonb_to_recordset(%(destinations)s::jsonb) AS one (place integer, way text, shown text, target text)
ON CONFLICT DO NOTHING
RETURNING way
