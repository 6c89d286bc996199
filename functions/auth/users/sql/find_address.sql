/* find_address: whether an address is taken */
SELECT id
  FROM public."user"
 WHERE email = %(email)s
