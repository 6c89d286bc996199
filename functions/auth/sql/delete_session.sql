/* delete_session */
DELETE FROM session
 WHERE token = %(token)s
RETURNING id, user_id
