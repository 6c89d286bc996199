/* lock_two_factor */
SELECT user_id, secret, backup_codes, verified, failed_verification_count, locked_until, last_step
  FROM spoor.two_factor
 WHERE user_id = %(user_id)s
   FOR UPDATE
