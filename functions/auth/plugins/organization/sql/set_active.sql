/* set_active: what a session is about, nothing where that is null */
WITH touched AS (
  UPDATE public.session
     SET updated_at = %(now)s
   WHERE id = %(session_id)s
  RETURNING id
),
emptied AS (
  DELETE FROM spoor.session_organizations
   WHERE session_id = %(session_id)s
     AND %(organization_id)s::text IS NULL
)
INSERT INTO spoor.session_organizations (session_id, organization_id)
SELECT touched.id, %(organization_id)s
  FROM touched
 WHERE %(organization_id)s::text IS NOT NULL
    ON CONFLICT (session_id) DO UPDATE SET organization_id = EXCLUDED.organization_id
