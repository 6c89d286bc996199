/* give_up_answer */
UPDATE spoor.shared_answers SET making_until = NULL WHERE share_id = %(share_id)s AND making_until = %(until)s
