/* settle_alert: what a check found, and what is to be told of it, all at once; nothing where the alert was settled, changed
   or muted meanwhile. So a check is told once, however often it is made, and this statement may be repeated. */
WITH settled AS (
    UPDATE spoor.alerts
       SET next_check_at = %(next_check_at)s, state = %(state)s, problem = %(problem)s, recent = %(recent)s,
           checked_at = %(now)s, snoozed_until = NULL
     WHERE id = %(id)s AND next_check_at = %(due_at)s AND NOT muted
    RETURNING id, app_id
),
mailed AS (
    SELECT settled.id,
           CASE WHEN %(addresses)s::text[] = '{}' THEN '{}' ELSE spoor.mail_alert(settled.app_id, %(addresses)s::text[], %(teams)s, %(second_factors)s, %(subject)s, %(text)s, %(html)s
           ) END AS addresses
      FROM settled
)
INSERT INTO spoor.alert_messages (alert_id, kind, due_at, place, way, shown, target, message, state, problem, ended_at)
SELECT mailed.id, %(kind)s, %(due_at)s, one.place, one.way, one.shown,
       CASE one.way WHEN 'mail' THEN NULL ELSE one.target END, %(message)s,
       CASE WHEN one.way <> 'mail' THEN 'waiting' WHEN lower(one.target) = ANY (mailed.addresses) THEN 'mailed' ELSE 'failed' END,
       CASE WHEN one.way = 'mail' AND lower(one.target) <> ALL (mailed.addresses)
            THEN 'This address belongs to nobody who has verified it and may see the app' END,
       CASE one.way WHEN 'mail' THEN now() END
  FROM mailed
 CROSS JOIN jsonb_to_recordset(%(destinations)s::jsonb) AS one (place integer, way text, shown text, target text)
ON CONFLICT DO NOTHING
RETURNING way
