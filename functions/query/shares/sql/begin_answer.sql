/* begin_answer: one row where nobody else makes it */
INSERT INTO spoor.shared_answers (share_id, making_until)
SELECT id, now() + make_interval(secs => %(seconds)s) FROM spoor.shares WHERE id = %(id)s FOR KEY SHARE
ON CONFLICT (share_id) DO UPDATE SET making_until = excluded.making_until
 WHERE shared_answers.making_until IS NULL OR shared_answers.making_until < now()
RETURNING making_until
