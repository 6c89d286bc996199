/* settle_invitation: once; of several at once the others find it settled */
UPDATE spoor.invitation
   SET status = %(status)s
 WHERE id = %(id)s
   AND (status = 'pending' OR %(from_any)s)
RETURNING id, organization_id, email, role, status, expires_at, created_at, inviter_id
