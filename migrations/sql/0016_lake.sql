-- The lake's manifest: docs/lake.md. A day of an app that is closed is sealed into files; a row here says which they are,
-- and nothing that lies in the store counts without one.

CREATE TABLE spoor.lake_days (
    app_id            uuid        NOT NULL CONSTRAINT lake_days_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    day               date        NOT NULL,
    attempt           uuid        NOT NULL, -- who seals it now, or did so last: of two at once the later one's counts
    begun_at          timestamptz NOT NULL DEFAULT now(),
    sealed_at         timestamptz,          -- null while it is sealed, for the first time or again
    checked_at        timestamptz,          -- when its rows were last counted in the table of events
    format            integer,
    postgres_major    integer,
    rows              bigint,
    visitors          integer,              -- different ids, nobody not among them
    whole_ms          boolean,              -- whether all times are whole milliseconds
    names             jsonb,                -- rows by the name's code
    keys              jsonb,                -- catalogue of the properties' keys
    quarters          integer[],            -- the first row of each of the 96 quarters of an hour
    chunks            jsonb,                -- where in the core file which column of which row group lies
    core              text,
    core_bytes        bigint,
    core_sha256       text,
    properties        text,
    properties_bytes  bigint,
    properties_sha256 text,
    digest            text,                 -- SHA-256 of all that is said above, from `format` on
    CONSTRAINT lake_days_pkey PRIMARY KEY (app_id, day)
);

-- Days that are sealed and not right any more, since events came late, went, or a file is broken. Only whoever seals the day
-- again takes a mark away, and before the day is read.
CREATE TABLE spoor.lake_marks (
    app_id    uuid        NOT NULL CONSTRAINT lake_marks_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    day       date        NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lake_marks_pkey PRIMARY KEY (app_id, day)
);

-- Every file that was ever to be put into the store, written down before that, so that none is forgotten there. It has no
-- key to apps: the files of an app that went have to go, too.
CREATE TABLE spoor.lake_files (
    path    text        NOT NULL CONSTRAINT lake_files_pkey PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz -- since when no manifest names it
);

-- What the codes in the files stand for. A code is given once and never again to another; 0 is nobody.
CREATE TABLE spoor.lake_visitors (
    app_id       uuid    NOT NULL CONSTRAINT lake_visitors_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text    NOT NULL,
    code         integer NOT NULL,
    CONSTRAINT lake_visitors_pkey PRIMARY KEY (app_id, anonymous_id) INCLUDE (code)
);
CREATE UNIQUE INDEX idx_lake_visitor_code ON spoor.lake_visitors (app_id, code);

CREATE TABLE spoor.lake_names (
    app_id uuid    NOT NULL CONSTRAINT lake_names_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name   text    NOT NULL,
    code   integer NOT NULL,
    CONSTRAINT lake_names_pkey PRIMARY KEY (app_id, name)
);
CREATE UNIQUE INDEX idx_lake_name_code ON spoor.lake_names (app_id, code);

-- The next codes of each app: a code of an erased visitor is not given again either.
CREATE TABLE spoor.lake_codes (
    app_id        uuid    CONSTRAINT lake_codes_pkey PRIMARY KEY CONSTRAINT lake_codes_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    visitors      integer NOT NULL DEFAULT 0,
    names         integer NOT NULL DEFAULT 0
);

GRANT SELECT (id, name, properties) ON public.events TO spoor_rollup;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    spoor.lake_days, spoor.lake_files, spoor.lake_visitors, spoor.lake_names, spoor.lake_codes TO spoor_rollup;
GRANT SELECT, INSERT, DELETE ON spoor.lake_marks TO spoor_rollup;
GRANT SELECT ON spoor.lake_days, spoor.lake_visitors, spoor.lake_names TO spoor_query;
GRANT SELECT, INSERT ON spoor.lake_marks TO spoor_query;
GRANT SELECT (app_id, day) ON spoor.lake_days TO spoor_ingest;
GRANT SELECT, INSERT ON spoor.lake_marks TO spoor_ingest;
