/* list_organizations: those that a user is in */
SELECT o.id AS organization_id,
       o.name AS organization_name,
       o.slug AS organization_slug,
       o.logo AS organization_logo,
       o.created_at AS organization_created_at,
       o.metadata AS organization_metadata
  FROM spoor.member m
  JOIN spoor.organization o ON o.id = m.organization_id
 WHERE m.user_id = %(user_id)s
 ORDER BY o.created_at, o.id
 LIMIT 100
