/* prepare_two_factor: what was prepared before and never turned on is replaced, what is on stays */
INSERT INTO spoor.two_factor AS known (id, user_id, secret, backup_codes)
VALUES (%(id)s, %(user_id)s, %(secret)s, %(backup_codes)s)
    ON CONFLICT (user_id) DO UPDATE
   SET secret = excluded.secret,
       backup_codes = excluded.backup_codes,
       failed_verification_count = 0,
       locked_until = NULL,
       last_step = NULL
 WHERE NOT known.verified
