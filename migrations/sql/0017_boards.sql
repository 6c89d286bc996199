-- Boards hold text beside their reports, and each tile has a width; a saved report says where the pages show it.
-- Functions from before this know neither: what they write has the usual width, and no address.

ALTER TABLE spoor.dashboard_reports ADD COLUMN width text NOT NULL DEFAULT 'half';

CREATE TABLE spoor.dashboard_texts (
    dashboard_id uuid    NOT NULL CONSTRAINT dashboard_texts_dashboard_id_dashboards_id_fk REFERENCES spoor.dashboards (id) ON DELETE CASCADE,
    place        integer NOT NULL,
    text         text    NOT NULL,
    width        text    NOT NULL,
    PRIMARY KEY (dashboard_id, place)
);

ALTER TABLE spoor.saved_reports ADD COLUMN address text;

GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.dashboard_texts TO spoor_query;
