/* delete_two_factor: with the browsers that its user trusts, and the questions that wait for a code */
WITH distrusted AS (
  DELETE FROM public.verification
   WHERE value = %(user_id)s
     AND (identifier LIKE 'trust-device-%%' OR identifier LIKE '2fa-%%')
)
DELETE FROM spoor.two_factor
 WHERE user_id = %(user_id)s
