/* prolong_invitation */
UPDATE spoor.invitation
   SET expires_at = %(expires_at)s
 WHERE id = %(id)s
