/* sweep_jobs */
DELETE FROM spoor.jobs WHERE asked_at < now() - interval '1 day'
