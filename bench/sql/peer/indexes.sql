/* peer/indexes: and who may read */
CREATE INDEX ON peer.website_event (created_at);
CREATE INDEX ON peer.website_event (session_id);
CREATE INDEX ON peer.website_event (visit_id);
CREATE INDEX ON peer.website_event (website_id);
CREATE INDEX ON peer.website_event (website_id, created_at);
CREATE INDEX ON peer.website_event (website_id, created_at, url_path);
CREATE INDEX ON peer.website_event (website_id, created_at, event_name);
CREATE INDEX ON peer.website_event (website_id, session_id, created_at);
CREATE INDEX ON peer.website_event (website_id, visit_id, created_at);
CREATE INDEX ON peer.event_data (website_event_id);
CREATE INDEX ON peer.event_data (website_id, created_at);
CREATE INDEX ON peer.event_data (website_id, created_at, data_key);
GRANT USAGE ON SCHEMA peer TO spoor_app;
GRANT SELECT ON ALL TABLES IN SCHEMA peer TO spoor_app;
