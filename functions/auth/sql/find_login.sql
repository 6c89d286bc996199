/* find_login: the user of an address and the password of his credential account, null where there is none */
SELECT u.id AS user_id,
       u.name AS user_name,
       u.email AS user_email,
       u.email_verified AS user_email_verified,
       u.image AS user_image,
       u.created_at AS user_created_at,
       u.updated_at AS user_updated_at,
       a.password
  FROM "user" u
  LEFT JOIN account a ON a.user_id = u.id AND a.provider_id = 'credential' AND a.account_id = u.id
 WHERE u.email = %(email)s
