/* sweep_verifications */
DELETE FROM public.verification WHERE expires_at < now() AT TIME ZONE 'UTC'
