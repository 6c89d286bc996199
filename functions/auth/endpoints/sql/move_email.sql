/* move_email: from the address that the token or the session spoke of, so that it happens once; links that were mailed to
   the old address end */
WITH moved AS (
  UPDATE public."user"
     SET email = %(update_to)s,
         updated_at = %(updated_at)s
   WHERE id = %(id)s
     AND email = %(email)s
  RETURNING id AS user_id,
            name AS user_name,
            email AS user_email,
            email_verified AS user_email_verified,
            image AS user_image,
            created_at AS user_created_at,
            updated_at AS user_updated_at,
            EXISTS (SELECT FROM spoor.two_factor t WHERE t.user_id = "user".id AND t.verified) AS user_two_factor_enabled
),
forgotten AS (
  DELETE FROM public.verification
   USING moved
   WHERE value = moved.user_id
     AND (identifier LIKE 'reset-password:%%' OR identifier LIKE 'delete-account-%%')
)
SELECT * FROM moved
