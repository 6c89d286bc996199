/* events_index_forget: what a killed run left */
DROP INDEX CONCURRENTLY IF EXISTS idx_event_app_time_covering
