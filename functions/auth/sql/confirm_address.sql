/* confirm_address: the provider vouches for the address that the user has here */
UPDATE "user"
   SET email_verified = true,
       updated_at = %(now)s
 WHERE id = %(id)s
   AND email = %(email)s
   AND NOT email_verified
