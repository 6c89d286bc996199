/* add_invitation */
INSERT INTO spoor.invitation (id, organization_id, email, role, status, expires_at, created_at, inviter_id)
VALUES (%(id)s, %(organization_id)s, %(email)s, %(role)s, %(status)s, %(expires_at)s, %(created_at)s, %(inviter_id)s)
