/* claim_mail: a letter that is due, for this run alone; it is due again after 4 minutes, then 8, then 16, and so on */
UPDATE spoor.outgoing_mail
   SET tries = tries + 1,
       next_try_at = now() + interval '4 minutes' * power(2, tries)
 WHERE id = (SELECT id
               FROM spoor.outgoing_mail
              WHERE next_try_at <= now()
              ORDER BY next_try_at
              LIMIT 1
                FOR UPDATE SKIP LOCKED)
RETURNING id, recipient, subject, text, html
