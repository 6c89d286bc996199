/* share_app: with a team in which its owner is more than a viewer; gives the team */
WITH shared AS (
    INSERT INTO spoor.app_teams (app_id, organization_id, owner_id)
    SELECT %(app_id)s, organization_id, user_id
    FROM spoor.member
    WHERE organization_id = %(team_id)s AND user_id = %(owner_id)s AND role <> 'viewer'
    ON CONFLICT (app_id) DO UPDATE SET organization_id = excluded.organization_id, owner_id = excluded.owner_id
    RETURNING organization_id
)
SELECT team.id, team.name FROM shared JOIN spoor.organization team ON team.id = shared.organization_id
