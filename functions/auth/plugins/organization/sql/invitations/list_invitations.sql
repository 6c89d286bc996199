/* list_invitations: of a team, in whatever status, in the order in which they were sent; of too many those that wait, and
   the newest */
SELECT *
  FROM (
    SELECT id, organization_id, email, role, status, expires_at, created_at, inviter_id
      FROM spoor.invitation
     WHERE organization_id = %(organization_id)s
       AND (%(with_owners)s OR NOT 'owner' = ANY (string_to_array(coalesce(role, ''), ',')))
     ORDER BY status = 'pending' DESC, created_at DESC, id
     LIMIT 100
  ) AS listed
 ORDER BY created_at, id
