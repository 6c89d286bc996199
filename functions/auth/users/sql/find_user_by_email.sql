/* find_user_by_email */
SELECT id AS user_id,
       name AS user_name,
       email AS user_email,
       email_verified AS user_email_verified,
       image AS user_image,
       created_at AS user_created_at,
       updated_at AS user_updated_at,
       EXISTS (SELECT FROM spoor.two_factor t WHERE t.user_id = "user".id AND t.verified) AS user_two_factor_enabled
  FROM public."user"
 WHERE email = %(email)s
