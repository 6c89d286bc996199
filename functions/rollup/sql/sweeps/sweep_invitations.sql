/* sweep_invitations: a team's owner sees for a while what has become of them */
DELETE FROM spoor.invitation WHERE expires_at < now() AT TIME ZONE 'UTC' - interval '90 days'
