/* delete_passkey: of its user alone */
DELETE FROM spoor.passkey
 WHERE id = %(id)s
   AND user_id = %(user_id)s
RETURNING id
