/* peer/tables: the same events as Umami 3 keeps them, with those of its indexes that the measured statements can use */
CREATE SCHEMA peer;
CREATE TABLE peer.session (
    session_id uuid PRIMARY KEY, website_id uuid NOT NULL, browser varchar(20), os varchar(20), device varchar(20),
    screen varchar(11), language varchar(35), country char(2), region varchar(20), city varchar(50),
    distinct_id varchar(50), created_at timestamptz
);
CREATE INDEX ON peer.session (website_id, created_at);
CREATE INDEX ON peer.session (website_id, created_at, country);
CREATE TABLE peer.website_event (
    event_id uuid PRIMARY KEY, website_id uuid NOT NULL, session_id uuid NOT NULL, visit_id uuid NOT NULL,
    created_at timestamptz, url_path varchar(500) NOT NULL, url_query varchar(500), utm_source varchar(255),
    utm_medium varchar(255), utm_campaign varchar(255), utm_content varchar(255), utm_term varchar(255),
    referrer_path varchar(500), referrer_query varchar(500), referrer_domain varchar(500), page_title varchar(500),
    gclid varchar(255), fbclid varchar(255), msclkid varchar(255), ttclid varchar(255), li_fat_id varchar(255),
    twclid varchar(255), event_type integer NOT NULL, event_name varchar(50), tag varchar(50), hostname varchar(100)
);
CREATE TABLE peer.event_data (
    event_data_id uuid PRIMARY KEY, website_id uuid NOT NULL, website_event_id uuid NOT NULL, data_key varchar(500),
    string_value varchar(500), number_value numeric(19, 4), date_value timestamptz,
    data_type integer NOT NULL, created_at timestamptz
);
