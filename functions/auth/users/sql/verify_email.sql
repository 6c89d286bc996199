/* verify_email: of a user who still has the address */
UPDATE public."user"
   SET email_verified = true,
       updated_at = %(updated_at)s
 WHERE id = %(id)s
   AND email = %(email)s
