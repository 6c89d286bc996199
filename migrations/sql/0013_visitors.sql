-- Who is one visitor (docs/identity.md): what trackers and owners said, as edges, and what follows from it. The functions
-- that work it out are in visitors_*.sql.
--
-- An app's id as a uuid leads the primary keys, as a text the other indexes, and each look-up says it in one of the two
-- ways: so it has one index to go by. Had it two, statistics from before an app's first thousand links would call them
-- equal, and the wrong one reads all of the app's rows for each id.

DROP FUNCTION spoor.link_visitors(uuid, jsonb);
ALTER TABLE spoor.identities DROP COLUMN known;
REVOKE ALL ON spoor.identities FROM spoor_ingest;
DROP INDEX spoor.idx_identity_visitor;
CREATE INDEX idx_identity_visitor ON spoor.identities ((app_id::text), visitor_id);

ALTER TABLE spoor.app_settings
    ADD COLUMN accept_claims boolean NOT NULL DEFAULT true,
    ADD COLUMN accept_merges boolean NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW spoor.settings AS
SELECT
    app.id AS app_id,
    coalesce(own.session_gap_seconds, 1800) AS session_gap_seconds,
    coalesce(own.keep_bots, false) AS keep_bots,
    coalesce(own.allowed_origins, '{}') AS allowed_origins,
    own.allowed_event_names,
    own.rate_limit_per_minute,
    coalesce(own.accept_claims, true) AS accept_claims,
    coalesce(own.accept_merges, false) AS accept_merges
FROM public.tracked_apps AS app
LEFT JOIN spoor.app_settings AS own ON own.app_id = app.id;

-- Ids that are users', by a tracker's word. No claim moves one.
CREATE TABLE spoor.known_ids (
    app_id uuid NOT NULL CONSTRAINT known_ids_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    id     text NOT NULL,
    CONSTRAINT known_ids_pkey PRIMARY KEY (app_id, id)
);

-- That an anonymous id is a user's: the earliest time at which it was said, by which it counts, and when it first arrived.
CREATE TABLE spoor.claims (
    app_id       uuid        NOT NULL CONSTRAINT claims_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    anonymous_id text        NOT NULL,
    user_id      text        NOT NULL,
    claimed_at   timestamptz NOT NULL,
    received_at  timestamptz NOT NULL DEFAULT now(),
    source       text        NOT NULL,
    CONSTRAINT claims_pkey PRIMARY KEY (app_id, anonymous_id, user_id)
);
CREATE INDEX idx_claim_received ON spoor.claims USING brin (received_at) WITH (autosummarize = on);

-- That two ids are one visitor's, where neither was known when it was said; `one` is the lesser of the two.
CREATE TABLE spoor.aliases (
    app_id      uuid        NOT NULL CONSTRAINT aliases_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    one         text        NOT NULL,
    other       text        NOT NULL,
    claimed_at  timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    source      text        NOT NULL,
    CONSTRAINT aliases_pkey PRIMARY KEY (app_id, one, other)
);
CREATE INDEX idx_alias_other ON spoor.aliases ((app_id::text), other);

-- That two users are one visitor, which holds while both are known.
CREATE TABLE spoor.merges (
    app_id    uuid        NOT NULL CONSTRAINT merges_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    one       text        NOT NULL,
    other     text        NOT NULL,
    merged_at timestamptz NOT NULL,
    source    text        NOT NULL,
    CONSTRAINT merges_pkey PRIMARY KEY (app_id, one, other)
);
CREATE INDEX idx_merge_other ON spoor.merges ((app_id::text), other);

GRANT SELECT ON spoor.known_ids, spoor.claims, spoor.aliases, spoor.merges TO spoor_query;

-- Which share of the links an app has is not kept: of an app that is younger than the statistics it would be none.
ALTER TABLE spoor.identities ALTER COLUMN app_id SET STATISTICS 0;
ALTER TABLE spoor.claims ALTER COLUMN app_id SET STATISTICS 0;

-- Statistics follow mass links soon: reports join this table, and a plan for an empty one would be a bad one.
ALTER TABLE spoor.identities SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 500);
