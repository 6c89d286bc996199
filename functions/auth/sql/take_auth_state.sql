/* take_auth_state: of two returns at once one gets it */
DELETE FROM verification
 WHERE identifier = %(identifier)s
RETURNING value
