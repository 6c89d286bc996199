/* find_import: what an import that somebody may send files for is about, its app, and the ingest key that this has now */
SELECT tracked_apps.id::text AS id, api_key, keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute,
    accept_claims, accept_merges, plan, format, wishes
FROM spoor.imports JOIN public.tracked_apps ON tracked_apps.id = imports.app_id
    JOIN spoor.settings ON settings.app_id = imports.app_id
    LEFT JOIN spoor.tracking_plans ON tracking_plans.app_id = imports.app_id
WHERE imports.id = %(import_id)s::uuid AND imports.ends_at > now()
