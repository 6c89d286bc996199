/* are_alerts_due: whether an alert is due by the next tick */
SELECT EXISTS (
    SELECT FROM spoor.alerts
     WHERE NOT muted AND greatest(next_check_at, snoozed_until) <= now() + interval '5 minutes'
) AS due
