-- Rollup forgets invitations, answered or not, 90 days after their end.
GRANT SELECT (expires_at), DELETE ON spoor.invitation TO spoor_rollup;
