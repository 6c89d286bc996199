/* find_standing: a team by its id or its slug, and what a user is in it; null where there is none, or they are nothing */
SELECT o.id AS organization_id,
       o.name AS organization_name,
       o.slug AS organization_slug,
       o.logo AS organization_logo,
       o.created_at AS organization_created_at,
       o.metadata AS organization_metadata,
       m.id AS member_id,
       m.organization_id AS member_organization_id,
       m.user_id AS member_user_id,
       m.role AS member_role,
       m.created_at AS member_created_at
  FROM (VALUES (1)) AS always
  LEFT JOIN spoor.organization o ON o.id = %(id)s OR o.slug = %(slug)s
  LEFT JOIN spoor.member m ON m.organization_id = o.id AND m.user_id = %(user_id)s
