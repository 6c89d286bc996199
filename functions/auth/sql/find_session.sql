/* find_session: a sign-in session with its user, and the database's time in UTC */
SELECT s.id AS session_id,
       s.token,
       s.user_id,
       s.expires_at,
       s.created_at,
       s.updated_at,
       s.ip_address,
       s.user_agent,
       u.name AS user_name,
       u.email AS user_email,
       u.email_verified AS user_email_verified,
       u.image AS user_image,
       u.created_at AS user_created_at,
       u.updated_at AS user_updated_at,
       timezone('UTC', now()) AS looked_at
  FROM session s
  JOIN "user" u ON u.id = s.user_id
 WHERE s.token = %(token)s
