/* revoke_tokens: all of a user */
DELETE FROM spoor.api_tokens
 WHERE user_id = %(user_id)s
