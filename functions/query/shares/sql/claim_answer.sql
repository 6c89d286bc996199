/* claim_answer: one row where nobody else makes it */
INSERT INTO spoor.shared_answers (share_id, claimed_until)
SELECT id, now() + make_interval(secs => %(seconds)s) FROM spoor.shares WHERE id = %(id)s FOR KEY SHARE
ON CONFLICT (share_id) DO UPDATE SET claimed_until = excluded.claimed_until
 WHERE shared_answers.claimed_until IS NULL OR shared_answers.claimed_until < now()
RETURNING claimed_until
