/* events_index_build */
CREATE INDEX CONCURRENTLY idx_event_app_time_covering ON events (app_id, occurred_at) INCLUDE (name, anonymous_id)
