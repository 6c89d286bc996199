/* find_any_user: whether somebody has an account */
SELECT 1 AS one
  FROM public."user"
 LIMIT 1
