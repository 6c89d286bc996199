-- What rollup needs to keep sessions right. docs/decisions/sessions.md says why it is this.

-- A session that is still open has no end, but the next event must know how far it reaches.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS last_event_at timestamptz;
UPDATE sessions SET last_event_at = coalesce(ended_at, started_at) WHERE last_event_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_session_open ON sessions (app_id) WHERE ended_at IS NULL;

-- How many events of each quarter of an hour are in the sessions already; quarters without events have no row.
CREATE TABLE IF NOT EXISTS session_counts (
    app_id    uuid        NOT NULL CONSTRAINT session_counts_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    events    integer     NOT NULL,
    PRIMARY KEY (app_id, starts_at)
);

-- Where the round through an app's past stands, NULL between rounds, and the gap that its sessions were made with.
CREATE TABLE IF NOT EXISTS session_watermarks (
    app_id          uuid        PRIMARY KEY CONSTRAINT session_watermarks_app_id_tracked_apps_id_fk REFERENCES tracked_apps (id) ON DELETE CASCADE,
    gap_seconds     integer     NOT NULL,
    checked_down_to timestamptz
);

ALTER TABLE tracked_apps ADD CONSTRAINT tracked_apps_session_gap_seconds_check CHECK (session_gap_seconds > 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON session_counts, session_watermarks TO spoor_app;
