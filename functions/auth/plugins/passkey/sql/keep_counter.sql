/* keep_counter: no row where another sign-in has come as far meanwhile, or the passkey is gone; an authenticator that does not
   count says 0 for ever */
UPDATE spoor.passkey
   SET counter = %(counter)s
 WHERE id = %(id)s
   AND (counter < %(counter)s OR (counter = 0 AND %(counter)s = 0))
RETURNING id
