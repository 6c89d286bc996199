/* take_app_back */
DELETE FROM spoor.app_teams
WHERE app_id = %(app_id)s AND organization_id = %(team_id)s
