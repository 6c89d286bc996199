/* peer_tables: the same events as Umami 3 keeps them, with those of its indexes that the measured statements can use */
CREATE SCHEMA peer;
CREATE TABLE peer.session (
    session_id uuid PRIMARY KEY, website_id uuid NOT NULL, browser varchar(20), os varchar(20), device varchar(20),
    country char(2), created_at timestamptz NOT NULL
);
CREATE INDEX ON peer.session (website_id, created_at);
CREATE INDEX ON peer.session (website_id, created_at, country);
CREATE TABLE peer.website_event (
    event_id uuid PRIMARY KEY, website_id uuid NOT NULL, session_id uuid NOT NULL, visit_id uuid NOT NULL,
    created_at timestamptz NOT NULL, url_path varchar(500) NOT NULL, url_query varchar(500), referrer_path varchar(500),
    referrer_domain varchar(500), page_title varchar(500), event_type integer NOT NULL, event_name varchar(50),
    hostname varchar(100)
);
CREATE TABLE peer.event_data (
    event_data_id uuid PRIMARY KEY, website_id uuid NOT NULL, website_event_id uuid NOT NULL, data_key varchar(500),
    string_value varchar(500), number_value numeric(19, 4), data_type integer NOT NULL, created_at timestamptz NOT NULL
);
