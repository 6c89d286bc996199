/* find_auth_state: without using it up */
SELECT value
  FROM verification
 WHERE identifier = %(identifier)s
