/* keep_two_factor */
UPDATE spoor.two_factor
   SET secret = %(secret)s,
       backup_codes = %(backup_codes)s,
       verified = %(verified)s,
       failed_verification_count = %(failures)s,
       locked_until = %(locked_until)s,
       last_step = %(last_step)s
 WHERE user_id = %(user_id)s
