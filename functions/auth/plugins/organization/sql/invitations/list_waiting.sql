/* list_waiting: the invitations of a team that can still be accepted */
SELECT id, organization_id, email, role, status, expires_at, created_at, inviter_id
  FROM spoor.invitation
 WHERE organization_id = %(organization_id)s
   AND status = 'pending'
   AND expires_at > %(now)s
 ORDER BY created_at, id
