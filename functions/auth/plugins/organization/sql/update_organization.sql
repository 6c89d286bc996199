/* update_organization: what is not to be set stays as another request may just have set it */
UPDATE spoor.organization
   SET name = CASE WHEN %(sets_name)s THEN %(name)s ELSE name END,
       slug = CASE WHEN %(sets_slug)s THEN %(slug)s ELSE slug END,
       logo = CASE WHEN %(sets_logo)s THEN %(logo)s ELSE logo END,
       metadata = CASE WHEN %(sets_metadata)s THEN %(metadata)s ELSE metadata END
 WHERE id = %(id)s
RETURNING id AS organization_id,
          name AS organization_name,
          slug AS organization_slug,
          logo AS organization_logo,
          created_at AS organization_created_at,
          metadata AS organization_metadata
