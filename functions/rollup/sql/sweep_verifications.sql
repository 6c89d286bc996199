/* sweep_verifications */
DELETE FROM verification WHERE expires_at < now() AT TIME ZONE 'UTC'
