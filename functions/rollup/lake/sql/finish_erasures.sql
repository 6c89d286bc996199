/* finish_erasures: codes that no file has any more: every day that had been marked was sealed again, and in the store there
   is no file of the app's that does not count, or of which a part does not */
DELETE FROM spoor.lake_erasures AS erased
WHERE NOT EXISTS (
        SELECT FROM spoor.lake_days AS known
        LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = known.app_id AND mark.day = known.day
        WHERE known.app_id = erased.app_id AND known.core IS NOT NULL
            AND (known.sealed_at IS NULL OR mark.marked_at <= erased.erased_at)
    )
    AND NOT EXISTS (
        SELECT FROM spoor.lake_files AS file
        WHERE starts_with(file.path, 'app_id=' || erased.app_id || '/')
            AND file.days > (
                SELECT count(*) FROM spoor.lake_days AS known
                WHERE known.app_id = erased.app_id AND file.path IN (known.core, known.properties)
            )
    )
