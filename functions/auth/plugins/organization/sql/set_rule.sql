/* set_rule: by who is an owner of the team, and has a second factor, at that moment; no row for anybody else */
UPDATE spoor.organization o
   SET second_factor_required = %(required)s
  FROM spoor.member m
  JOIN spoor.two_factor t ON t.user_id = m.user_id AND t.verified
 WHERE o.id = %(id)s
   AND m.organization_id = o.id
   AND m.user_id = %(user_id)s
   AND 'owner' = ANY (string_to_array(m.role, ','))
RETURNING o.id
