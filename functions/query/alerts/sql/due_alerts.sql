/* due_alerts: alerts that are to be looked at, the longest due first, with the question that each is about */
SELECT alert.id, alert.app_id, alert.user_id, alert.name, alert.number, alert.rule, alert.timezone,
       alert.destinations, alert.origin, alert.state, alert.recent, alert.next_check_at, alert.last_days,
       coalesce(alert.report, saved.report) AS report, coalesce(alert.question, saved.question) AS question,
       coalesce(alert.address, saved.address) AS shown_at, now() AS now
  FROM spoor.alerts AS alert
  LEFT JOIN spoor.saved_reports AS saved ON saved.id = alert.saved_report_id
 WHERE alert.next_check_at <= now() AND NOT alert.muted
   AND (alert.snoozed_until IS NULL OR alert.snoozed_until <= now())
 ORDER BY alert.next_check_at, alert.id
 LIMIT %(most)s
