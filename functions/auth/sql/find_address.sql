/* find_address: whether an address is taken */
SELECT id
  FROM "user"
 WHERE email = %(email)s
