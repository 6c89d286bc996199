/* events_index_swap */
DROP INDEX idx_event_app_time;
ALTER INDEX idx_event_app_time_covering RENAME TO idx_event_app_time
