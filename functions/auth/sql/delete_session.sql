/* delete_session */
DELETE FROM session
 WHERE token = %(token)s
