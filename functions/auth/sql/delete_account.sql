/* delete_account */
DELETE FROM account
 WHERE id = %(id)s
