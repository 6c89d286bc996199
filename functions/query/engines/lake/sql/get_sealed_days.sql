/* get_sealed_days: what the manifest says of some days, with the same hash of it */
SELECT days.*, md5(days::text) AS said
FROM spoor.lake_days AS days
WHERE days.app_id = %(app_id)s::uuid AND days.day = ANY (%(days)s::date[])
