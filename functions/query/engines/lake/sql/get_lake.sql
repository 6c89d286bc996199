/* get_lake: the days of a range that the manifest has: how many rows, a hash of all that it says of each, and whether it is
   right as far as anybody knows (what is sealed of a day before the horizon counts until something else does: the table has
   not all of it); a code beyond which no file that counts has any, and those of who was erased, which files may still have;
   names by their codes; and, where it matters who did something, what is another text as soon as any id stands for somebody
   else */
SELECT
    (
        SELECT jsonb_agg(
            jsonb_build_array(
                days.day,
                coalesce(days.rows, 0),
                hash_record_extended(days, 0) || ' ' || hash_record_extended(days, 1),
                CASE
                    WHEN days.day < %(horizon)s::date THEN held.day IS NOT NULL
                    ELSE days.sealed_at IS NOT NULL AND mark.day IS NULL
                END
            ) ORDER BY days.day
        )
        FROM spoor.lake_days AS days
        LEFT JOIN spoor.lake_held AS held ON held.app_id = days.app_id AND held.day = days.day
        LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = days.app_id AND mark.day = days.day
        WHERE days.app_id = %(app_id)s::uuid AND days.day >= %(first)s::date AND days.day <= %(last)s::date
    ) AS days,
    coalesce(greatest(
        (SELECT max(code) FROM spoor.lake_visitors WHERE app_id = %(app_id)s::uuid),
        (SELECT max(code) FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid)
    ), 0) AS last_code,
    ARRAY (SELECT code FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid ORDER BY code) AS erased,
    (SELECT jsonb_object_agg(code, name) FROM spoor.lake_names WHERE app_id = %(app_id)s::uuid) AS names,
    CASE WHEN %(who)s::boolean THEN (
        SELECT count(*) || ' ' || bit_xor(hashtextextended(anonymous_id, hashtextextended(visitor_id, 0)))
        FROM spoor.identities
        WHERE app_id = %(app_id)s::uuid
    ) END AS links,
    (SELECT count(*) FROM spoor.erasures WHERE app_id = %(app_id)s::uuid) AS erasures
