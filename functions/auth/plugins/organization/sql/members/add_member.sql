/* add_member: and the session is about the team from now on */
WITH touched AS (
  UPDATE public.session
     SET updated_at = %(created_at)s
   WHERE id = %(session_id)s
  RETURNING id
),
active AS (
  INSERT INTO spoor.session_organizations (session_id, organization_id)
  SELECT touched.id, %(organization_id)s
    FROM touched
      ON CONFLICT (session_id) DO UPDATE SET organization_id = EXCLUDED.organization_id
),
known AS (
  INSERT INTO spoor.known_members (organization_id, user_id)
  VALUES (%(organization_id)s, %(user_id)s)
      ON CONFLICT DO NOTHING
)
INSERT INTO spoor.member (id, organization_id, user_id, role, created_at)
VALUES (%(id)s, %(organization_id)s, %(user_id)s, %(role)s, %(created_at)s)
