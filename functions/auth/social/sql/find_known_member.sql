/* find_known_member: whether somebody is in a team, or was once; no row where there is no such team */
SELECT EXISTS (SELECT FROM spoor.known_members k WHERE k.organization_id = o.id AND k.user_id = %(user_id)s) AS is_known
  FROM spoor.organization o
 WHERE o.id = %(organization_id)s
