/* follow_session: the new session is about the team that the old one was about, which ends */
WITH followed AS (
  INSERT INTO spoor.session_organizations (session_id, organization_id)
  SELECT %(new)s, organization_id
    FROM spoor.session_organizations
   WHERE session_id = %(old)s
)
DELETE FROM public.session
 WHERE id = %(old)s
