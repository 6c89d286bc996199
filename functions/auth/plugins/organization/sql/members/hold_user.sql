/* hold_user: who is being deleted joins nothing, and who joins is not deleted meanwhile */
SELECT id
  FROM public."user"
 WHERE id = %(id)s
   FOR KEY SHARE
