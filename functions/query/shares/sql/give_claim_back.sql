/* give_claim_back */
UPDATE spoor.shared_answers SET claimed_until = NULL WHERE share_id = %(share_id)s AND claimed_until = %(until)s
