-- A team may ask a second factor of its members: whoever has none sees none of its apps, their own among them, at their
-- next request.
ALTER TABLE spoor.organization ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false;

GRANT SELECT (second_factor_required) ON spoor.organization TO spoor_query;
GRANT SELECT (user_id, verified) ON spoor.two_factor TO spoor_query;

-- As it was (0021), and whether a team's rule closes an app to who asks. It holds where there are `second_factors`;
-- functions from before this name three arguments, and no such rule was made before it.
DROP FUNCTION spoor.find_access(text, uuid, boolean);
CREATE FUNCTION spoor.find_access(caller text, wanted uuid, teams boolean, second_factors boolean DEFAULT false)
RETURNS TABLE (
    id uuid, name text, api_key text, created_at timestamptz, session_gap_seconds integer, now timestamptz,
    role text, is_own boolean, team_id text, team_name text, is_closed boolean
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT found.id, found.name, found.api_key, found.created_at, settings.session_gap_seconds, now(), found.role,
           found.is_own, team.id, team.name,
           second_factors AND coalesce(team.second_factor_required, false)
               AND NOT EXISTS (SELECT FROM spoor.two_factor own WHERE own.user_id = caller AND own.verified)
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
REVOKE EXECUTE ON FUNCTION spoor.find_access(text, uuid, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.find_access(text, uuid, boolean, boolean) TO spoor_query;
