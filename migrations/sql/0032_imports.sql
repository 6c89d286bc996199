-- Imports that somebody who manages an app has begun: whoever knows the id may send files of another product's export to
-- ingest for a day. What the owner said of the export goes with it, since ingest reads nothing else.

CREATE TABLE spoor.imports (
    id      uuid        CONSTRAINT imports_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id  uuid        NOT NULL CONSTRAINT imports_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    format  text        NOT NULL,
    wishes  jsonb       NOT NULL,
    ends_at timestamptz NOT NULL DEFAULT now() + interval '1 day'
);
CREATE INDEX idx_import_app ON spoor.imports (app_id);

GRANT SELECT ON spoor.imports TO spoor_ingest;
GRANT SELECT, INSERT, DELETE ON spoor.imports TO spoor_query;
