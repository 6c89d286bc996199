/* delete_user: sessions, accounts and apps go with them, by their foreign keys */
DELETE FROM public."user"
 WHERE id = %(id)s
