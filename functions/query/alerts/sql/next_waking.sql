/* next_waking: the next check for which the database may be woken, if there is one */
SELECT min(greatest(next_check_at, snoozed_until)) AS at
  FROM spoor.alerts
 WHERE wakes AND NOT muted
HAVING count(*) > 0
