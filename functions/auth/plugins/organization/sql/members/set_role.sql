/* set_role */
UPDATE spoor.member
   SET role = %(role)s
 WHERE id = %(id)s
