/* find_app: which tracked app an ingest key belongs to */
SELECT id::text AS id FROM tracked_apps WHERE api_key = %(key)s
