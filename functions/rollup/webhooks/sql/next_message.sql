/* next_message: seconds until the next message of an alert is due, if one waits */
SELECT greatest(0, ceil(extract(epoch FROM min(next_try_at) - now())))::int AS seconds
  FROM spoor.alert_messages
 WHERE state IN ('waiting', 'sending')
HAVING count(*) > 0
