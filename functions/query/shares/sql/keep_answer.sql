/* keep_answer: not where it was forgotten meanwhile, with what it may hold */
UPDATE spoor.shared_answers
   SET answer = %(answer)s, answered_at = %(answered_at)s, making_until = NULL
 WHERE share_id = %(share_id)s AND making_until = %(until)s
