/* list_members: of a team, with their users, in the order in which they came */
SELECT m.id AS member_id,
       m.organization_id AS member_organization_id,
       m.user_id AS member_user_id,
       m.role AS member_role,
       m.created_at AS member_created_at,
       u.name AS user_name,
       u.email AS user_email,
       u.image AS user_image
  FROM spoor.member m
  JOIN public."user" u ON u.id = m.user_id
 WHERE m.organization_id = %(organization_id)s
 ORDER BY m.created_at, m.id
