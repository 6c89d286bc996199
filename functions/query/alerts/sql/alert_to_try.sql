/* alert_to_try: an alert with the question that it is about, as due_alerts has it */
SELECT alert.id, alert.app_id, alert.user_id, alert.name, alert.number, alert.rule, alert.timezone, alert.destinations,
       alert.origin, alert.state, alert.recent, alert.next_check_at, alert.last_days,
       coalesce(alert.report, saved.report) AS report, coalesce(alert.question, saved.question) AS question,
       coalesce(alert.address, saved.address) AS shown_at, now() AS now
  FROM spoor.alerts AS alert
  LEFT JOIN spoor.saved_reports AS saved ON saved.id = alert.saved_report_id
 WHERE alert.id = %(id)s AND alert.app_id = %(app_id)s
