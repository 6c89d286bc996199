-- The apps that a user may see, or the one of them, newest first, and what the user is in each: the owner, or what their
-- team makes them, where there are `teams`. An app is its team's as long as its owner is who has shared it. Nothing else
-- knows whose an app is. As a function, since a server connection keeps its plan: to plan it anew before every request
-- would cost twice what it cost when there were owners alone.
CREATE FUNCTION spoor.find_access(caller text, wanted uuid, teams boolean) RETURNS TABLE (
    id uuid, name text, api_key text, created_at timestamptz, session_gap_seconds integer, now timestamptz,
    role text, is_own boolean, team_id text, team_name text
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT found.id, found.name, found.api_key, found.created_at, settings.session_gap_seconds, now(), found.role,
           found.is_own, team.id, team.name
      FROM (
          SELECT app.id, app.name, app.api_key, app.created_at, 'owner' AS role, true AS is_own, shared.organization_id
            FROM public.tracked_apps app
            LEFT JOIN spoor.app_teams shared ON shared.app_id = app.id AND shared.owner_id = app.owner_id AND teams
           WHERE app.owner_id = caller AND (wanted IS NULL OR app.id = wanted)
          UNION ALL
          SELECT app.id, app.name, app.api_key, app.created_at, member.role, false, shared.organization_id
            FROM spoor.member
            JOIN spoor.app_teams shared
              ON shared.organization_id = member.organization_id AND shared.owner_id <> member.user_id
            JOIN public.tracked_apps app ON app.id = shared.app_id AND app.owner_id = shared.owner_id
           WHERE member.user_id = caller AND teams AND (wanted IS NULL OR shared.app_id = wanted)
      ) AS found
      JOIN spoor.settings ON settings.app_id = found.id
      LEFT JOIN spoor.organization team ON team.id = found.organization_id
     ORDER BY found.created_at DESC, found.id;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.find_access(text, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.find_access(text, uuid, boolean) TO spoor_query;
