-- What trackers said of accounts themselves: their names and other properties. `said` is {property: [when, value]}, when in
-- milliseconds of the event that said it; of each property the latest one stands, whatever the order of arrival. Gone with the
-- app; the first 100,000 accounts of an app, and of each the first 100 properties by their names.

CREATE TABLE spoor.account_profiles (
    app_id uuid  NOT NULL CONSTRAINT account_profiles_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    type   text  NOT NULL,
    id     text  NOT NULL,
    said   jsonb NOT NULL,
    CONSTRAINT account_profiles_pkey PRIMARY KEY (app_id, type, id)
);

CREATE FUNCTION spoor.later_said(known jsonb, news jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_object_agg(key, value) FROM (
        SELECT DISTINCT ON (key COLLATE "C") key, value
        FROM (SELECT key, value FROM jsonb_each(known) UNION ALL SELECT key, value FROM jsonb_each(news)) AS said
        ORDER BY key COLLATE "C", (value ->> 0)::bigint DESC, (value -> 1)::text COLLATE "C" DESC
        LIMIT 100
    ) AS latest
$$;

-- Each of `news` is [type, id, property, when, value]. In one order, so that two statements cannot wait for each other.
CREATE FUNCTION spoor.note_accounts(of_app uuid, news jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    WITH latest AS (
        SELECT DISTINCT ON (type, id, key) type, id, key, jsonb_build_array(at, value) AS said
        FROM (
            SELECT one ->> 0 AS type, one ->> 1 AS id, (one ->> 2) COLLATE "C" AS key, (one ->> 3)::bigint AS at, one -> 4 AS value
            FROM jsonb_array_elements(news) AS one
        ) AS told
        ORDER BY type, id, key, at DESC, value::text COLLATE "C" DESC
    ), told AS (
        SELECT type, id, spoor.later_said('{}', jsonb_object_agg(key, said)) AS said FROM latest GROUP BY type, id
    )
    INSERT INTO spoor.account_profiles AS known (app_id, type, id, said)
    SELECT app.id, told.type, told.id, told.said
    FROM public.tracked_apps AS app, told
    WHERE app.id = of_app AND (
        EXISTS (SELECT FROM spoor.account_profiles AS own WHERE own.app_id = of_app AND own.type = told.type AND own.id = told.id)
        OR (SELECT count(*) FROM (SELECT FROM spoor.account_profiles AS own WHERE own.app_id = of_app LIMIT 100000) AS listed) < 100000
    )
    ORDER BY told.type, told.id
    ON CONFLICT (app_id, type, id) DO UPDATE
    SET said = spoor.later_said(known.said, excluded.said)
    WHERE spoor.later_said(known.said, excluded.said) <> known.said
$$;

-- What is cleared out of the events that say it is cleared out of what they said.
CREATE FUNCTION spoor.forget_said() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH changed AS (
        SELECT type, id, (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(said)
            WHERE NOT (
                (value ->> 0)::bigint >= extract(epoch FROM NEW.since) * 1000 AND (value ->> 0)::bigint < extract(epoch FROM NEW.until) * 1000
                AND (NEW.property IS NULL OR key = NEW.property) AND (NEW.value IS NULL OR value -> 1 = NEW.value)
            )
        ) AS left_of_it
        FROM spoor.account_profiles
        WHERE app_id = NEW.app_id AND (NEW.property IS NULL OR said ? NEW.property)
    ), gone AS (
        DELETE FROM spoor.account_profiles AS own USING changed
        WHERE own.app_id = NEW.app_id AND own.type = changed.type AND own.id = changed.id AND changed.left_of_it IS NULL
    )
    UPDATE spoor.account_profiles AS own SET said = changed.left_of_it
    FROM changed
    WHERE own.app_id = NEW.app_id AND own.type = changed.type AND own.id = changed.id
        AND changed.left_of_it IS NOT NULL AND changed.left_of_it <> own.said;
    RETURN NULL;
END
$$;
CREATE TRIGGER clearing_forgets_said AFTER UPDATE ON spoor.clearings FOR EACH ROW
    WHEN (
        NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND (NEW.names IS NULL OR NEW.names && ARRAY['$groupidentify', '$group'])
    )
    EXECUTE FUNCTION spoor.forget_said();

REVOKE EXECUTE ON FUNCTION spoor.later_said(jsonb, jsonb), spoor.note_accounts(uuid, jsonb), spoor.forget_said() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.later_said(jsonb, jsonb), spoor.note_accounts(uuid, jsonb) TO spoor_ingest;
GRANT SELECT, INSERT, UPDATE (said) ON spoor.account_profiles TO spoor_ingest;
GRANT SELECT, DELETE ON spoor.account_profiles TO spoor_query;
