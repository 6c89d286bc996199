/* add_organization: with its first member; and the session is about it, unless it keeps what it is about */
WITH made AS (
  INSERT INTO spoor.organization (id, name, slug, logo, created_at, metadata)
  VALUES (%(id)s, %(name)s, %(slug)s, %(logo)s, %(created_at)s, %(metadata)s)
  RETURNING id
),
active AS (
  INSERT INTO spoor.session_organizations (session_id, organization_id)
  SELECT %(session_id)s, made.id
    FROM made
   WHERE %(becomes_active)s
      ON CONFLICT (session_id) DO UPDATE SET organization_id = EXCLUDED.organization_id
),
touched AS (
  UPDATE public.session
     SET updated_at = %(created_at)s
   WHERE id = %(session_id)s
     AND %(becomes_active)s
),
known AS (
  INSERT INTO spoor.known_members (organization_id, user_id)
  SELECT made.id, %(user_id)s
    FROM made
)
INSERT INTO spoor.member (id, organization_id, user_id, role, created_at)
SELECT %(member_id)s, made.id, %(user_id)s, 'owner', %(created_at)s
  FROM made
