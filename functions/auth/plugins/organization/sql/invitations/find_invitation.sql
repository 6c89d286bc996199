/* find_invitation: with the team, and the address of its sender, null where they are not in the team any more */
SELECT i.id,
       i.organization_id,
       i.email,
       i.role,
       i.status,
       i.expires_at,
       i.created_at,
       i.inviter_id,
       o.name AS organization_name,
       o.slug AS organization_slug,
       u.email AS inviter_email
  FROM spoor.invitation i
  JOIN spoor.organization o ON o.id = i.organization_id
  LEFT JOIN spoor.member m ON m.organization_id = i.organization_id AND m.user_id = i.inviter_id
  LEFT JOIN public."user" u ON u.id = m.user_id
 WHERE i.id = %(id)s
