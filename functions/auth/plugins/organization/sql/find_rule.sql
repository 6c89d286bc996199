/* find_rule: whether a team asks for a second factor, and which of its members have none */
SELECT o.second_factor_required AS required,
       ARRAY(
           SELECT m.user_id
             FROM spoor.member m
             LEFT JOIN spoor.two_factor t ON t.user_id = m.user_id AND t.verified
            WHERE m.organization_id = o.id AND t.id IS NULL
            ORDER BY m.created_at, m.id
       ) AS without
  FROM spoor.organization o
 WHERE o.id = %(id)s
