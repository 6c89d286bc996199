/* events_index_covers: whether the index of events holds name and anonymous_id beside its keys */
SELECT indnatts = 4 AND indisvalid FROM pg_index WHERE indexrelid = 'idx_event_app_time'::regclass
