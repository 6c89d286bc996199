/* lock_team: until the transaction's end nobody else joins it, leaves it or changes a role */
SELECT id
  FROM spoor.organization
 WHERE id = %(organization_id)s
   FOR UPDATE
