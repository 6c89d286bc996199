-- When an event of each name happened last, about to the hour: kept by the statement that stores events, so that a report can
-- say that a name it refers to is sent no more without a look at the events. A name of which nothing is known was not seen
-- since `names_kept_since`; an app whose names are too many has the first of them alone.

CREATE TABLE spoor.event_names (
    app_id       uuid        NOT NULL CONSTRAINT event_names_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    name         text        NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT event_names_pkey PRIMARY KEY (app_id, name)
) WITH (fillfactor = 50);

DO $$
BEGIN
    EXECUTE format(
        'CREATE FUNCTION spoor.names_kept_since() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS %L', format('SELECT %L::timestamptz', now())
    );
END
$$;

-- Each of `seen` is [name, when]. In one order, so that two statements cannot wait for each other.
CREATE FUNCTION spoor.note_names(of_app uuid, seen jsonb) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO spoor.event_names AS known (app_id, name, last_seen_at)
    SELECT app.id, one ->> 0, (one ->> 1)::timestamptz
    FROM public.tracked_apps AS app, jsonb_array_elements(seen) AS one
    WHERE app.id = of_app AND ((SELECT count(*) FROM (SELECT FROM spoor.event_names WHERE app_id = of_app LIMIT 10000) AS listed) < 10000
        OR EXISTS (SELECT FROM spoor.event_names WHERE app_id = of_app AND name = one ->> 0))
    ORDER BY 2
    ON CONFLICT (app_id, name) DO UPDATE
    SET last_seen_at = excluded.last_seen_at
    WHERE known.last_seen_at < excluded.last_seen_at
$$;

-- What is cleared by its name alone may be poison in the name itself: it goes with the last event that is known of it.
CREATE FUNCTION spoor.forget_names() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM spoor.event_names
    WHERE app_id = NEW.app_id AND name = ANY (NEW.names) AND last_seen_at >= NEW.since AND last_seen_at < NEW.until;
    RETURN NULL;
END
$$;
CREATE TRIGGER clearing_forgets_names AFTER UPDATE ON spoor.clearings FOR EACH ROW
    WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NEW.names IS NOT NULL AND NEW.property IS NULL)
    EXECUTE FUNCTION spoor.forget_names();

REVOKE EXECUTE ON FUNCTION spoor.note_names(uuid, jsonb), spoor.names_kept_since(), spoor.forget_names() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.note_names(uuid, jsonb) TO spoor_ingest;
GRANT EXECUTE ON FUNCTION spoor.names_kept_since() TO spoor_query;
GRANT SELECT, INSERT, UPDATE (last_seen_at) ON spoor.event_names TO spoor_ingest;
GRANT SELECT ON spoor.event_names TO spoor_query;
