/* find_member: in whatever team */
SELECT id AS member_id,
       organization_id AS member_organization_id,
       user_id AS member_user_id,
       role AS member_role,
       created_at AS member_created_at
  FROM spoor.member
 WHERE id = %(id)s
