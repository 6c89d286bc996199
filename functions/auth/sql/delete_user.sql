/* delete_user: sessions, accounts and apps go with him, by their foreign keys */
DELETE FROM "user"
 WHERE id = %(id)s
