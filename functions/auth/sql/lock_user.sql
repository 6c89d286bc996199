/* lock_user: two resets at once must not both make an account */
SELECT id
  FROM public."user"
 WHERE id = %(id)s
   FOR UPDATE
