/* get_sealed_days: what the manifest says of some days, with the same hash of it */
SELECT days.*, hash_record_extended(days, 0) || ' ' || hash_record_extended(days, 1) AS said
FROM spoor.lake_days AS days
WHERE days.app_id = %(app_id)s::uuid AND days.day = ANY (%(days)s::date[])
