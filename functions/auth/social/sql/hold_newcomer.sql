/* hold_newcomer: who is being deleted joins nothing, and who joins is not deleted meanwhile */
SELECT id
  FROM public."user"
 WHERE id = %(user_id)s
   FOR KEY SHARE
