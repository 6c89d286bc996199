/* keep_day: it turned out that there was nothing to change: the files that counted before count on */
UPDATE spoor.lake_days SET sealed_at = now()
WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid AND core IS NOT NULL
