/* leave_teams: what a user shares is handed over; or the name of a team that would be left without an owner */
SELECT spoor.leave_teams(%(id)s) AS ownerless
