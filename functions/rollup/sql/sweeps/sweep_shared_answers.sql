/* sweep_shared_answers: an answer is worth a minute, and whoever makes a new one has half of one */
DELETE FROM spoor.shared_answers
WHERE coalesce(answered_at, '-infinity') < now() - interval '1 minute' AND coalesce(making_until, '-infinity') < now()
