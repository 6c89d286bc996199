/* count_memberships: and whether a slug is taken */
SELECT count(*) AS memberships,
       EXISTS (SELECT FROM spoor.organization WHERE slug = %(slug)s) AS is_taken
  FROM spoor.member
 WHERE user_id = %(user_id)s
