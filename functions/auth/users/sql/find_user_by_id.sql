/* find_user_by_id */
SELECT id AS user_id,
       name AS user_name,
       email AS user_email,
       email_verified AS user_email_verified,
       image AS user_image,
       created_at AS user_created_at,
       updated_at AS user_updated_at
  FROM public."user"
 WHERE id = %(id)s
