/* join_team: unless it is gone or full, or has known them before */
WITH known AS (
  INSERT INTO spoor.known_members (organization_id, user_id)
  SELECT o.id, %(user_id)s
    FROM spoor.organization o
   WHERE o.id = %(organization_id)s
     AND (SELECT count(*) FROM spoor.member m WHERE m.organization_id = o.id) < %(most)s
      ON CONFLICT DO NOTHING
  RETURNING organization_id, user_id
)
INSERT INTO spoor.member (id, organization_id, user_id, role, created_at)
SELECT %(id)s, known.organization_id, known.user_id, %(role)s, %(now)s
  FROM known
