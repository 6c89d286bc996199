-- What rollup needs to keep sessions right. docs/decisions/storage/sessions.md says why it is this.

-- How far each session reaches: an open one has no end, but the next event must know. It repeats whose the session is and
-- when it began, since its index is what finds a visitor's sessions. Sessions that the application wrote get their row by
-- rollup. Ids are hashed in the index, where one of any length has room.
CREATE TABLE spoor.session_reach (
    session_id    uuid        PRIMARY KEY CONSTRAINT session_reach_session_id_sessions_id_fk REFERENCES public.sessions (id) ON DELETE CASCADE,
    app_id        uuid        NOT NULL,
    anonymous_id  text        NOT NULL,
    started_at    timestamptz NOT NULL,
    last_event_at timestamptz NOT NULL,
    is_open       boolean     NOT NULL
);
CREATE INDEX idx_session_reach_visitor ON spoor.session_reach (app_id, hashtextextended(anonymous_id, 0), started_at);
CREATE INDEX idx_session_reach_open ON spoor.session_reach (app_id) WHERE is_open;

-- How many events of each quarter of an hour are in the sessions already; quarters without events have no row.
CREATE TABLE spoor.session_counts (
    app_id    uuid        NOT NULL CONSTRAINT session_counts_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    events    integer     NOT NULL,
    PRIMARY KEY (app_id, starts_at)
);

-- Where the round through an app's past stands, NULL between rounds, and the gap that its sessions were made with.
CREATE TABLE spoor.session_watermarks (
    app_id          uuid        PRIMARY KEY CONSTRAINT session_watermarks_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    gap_seconds     integer     NOT NULL,
    checked_down_to timestamptz
);

GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.session_reach, spoor.session_counts, spoor.session_watermarks TO spoor_rollup;
