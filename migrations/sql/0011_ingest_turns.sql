-- Which apps have large batches stored just now: a row for each turn that is taken, gone when it is given back. It is not
-- logged: after a crash nobody has a turn. It has no foreign key, whose check would write to the app's row.

CREATE UNLOGGED TABLE spoor.ingest_turns (
    app_id uuid        NOT NULL,
    turn   integer     NOT NULL,
    until  timestamptz NOT NULL,
    PRIMARY KEY (app_id, turn)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.ingest_turns TO spoor_ingest;
