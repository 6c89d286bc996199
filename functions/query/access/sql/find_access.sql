/* find_access: the apps that a user may see, or the one of them, newest first, and what the user is in each: the owner, or
   what their team makes them, where there are teams. An app counts as its team's as long as its owner is who has shared it.
   No other statement asks whose an app is. */
SELECT found.id, found.name, found.api_key, found.created_at, settings.session_gap_seconds, now() AS now, found.role,
    found.is_own, team.id AS team_id, team.name AS team_name
FROM (
    SELECT app.id, app.name, app.api_key, app.created_at, 'owner' AS role, true AS is_own, shared.organization_id
    FROM public.tracked_apps app
    LEFT JOIN spoor.app_teams shared ON shared.app_id = app.id AND shared.owner_id = app.owner_id AND %(teams)s
    WHERE app.owner_id = %(user_id)s AND (%(app_id)s::uuid IS NULL OR app.id = %(app_id)s::uuid)
    UNION ALL
    SELECT app.id, app.name, app.api_key, app.created_at, member.role, false, shared.organization_id
    FROM spoor.member
    JOIN spoor.app_teams shared ON shared.organization_id = member.organization_id AND shared.owner_id <> member.user_id
    JOIN public.tracked_apps app ON app.id = shared.app_id AND app.owner_id = shared.owner_id
    WHERE member.user_id = %(user_id)s AND %(teams)s AND (%(app_id)s::uuid IS NULL OR shared.app_id = %(app_id)s::uuid)
) AS found
JOIN spoor.settings ON settings.app_id = found.id
LEFT JOIN spoor.organization team ON team.id = found.organization_id
ORDER BY found.created_at DESC, found.id
