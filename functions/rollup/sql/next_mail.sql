/* next_mail: seconds until the next letter that waits is due, if there is one */
SELECT greatest(0, ceil(extract(epoch FROM min(next_try_at) - now())))::int AS seconds
  FROM spoor.outgoing_mail
HAVING count(*) > 0
