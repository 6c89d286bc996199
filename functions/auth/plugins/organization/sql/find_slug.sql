/* find_slug: whose it is */
SELECT id
  FROM spoor.organization
 WHERE slug = %(slug)s
