-- What became of events, counted by the statement that stores them: see docs/ingest.md, "Outcomes". `shard` is one of a
-- few, each instance's own, so that instances seldom wait for each other's row; reading adds them up. Half of each page is
-- left free: to count is to update one column that no index holds, which then stays on its page.

CREATE TABLE spoor.outcomes (
    app_id uuid        NOT NULL CONSTRAINT outcomes_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    hour   timestamptz NOT NULL,
    sender text        NOT NULL,
    code   text        NOT NULL,
    shard  smallint    NOT NULL,
    count  bigint      NOT NULL,
    sample jsonb,
    CONSTRAINT outcomes_pkey PRIMARY KEY (app_id, hour, sender, code, shard)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE (count, sample) ON spoor.outcomes TO spoor_ingest;
GRANT SELECT ON spoor.outcomes TO spoor_query;
GRANT SELECT (hour), DELETE ON spoor.outcomes TO spoor_rollup;

-- Who sends is a text of the sender's own: of those that are new in an hour all beyond the fiftieth are one.
CREATE FUNCTION spoor.outcome_sender(of_app uuid, of_hour timestamptz, said text) RETURNS text
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE known (sender) AS (
        (SELECT one.sender FROM spoor.outcomes AS one WHERE one.app_id = of_app AND one.hour = of_hour ORDER BY one.sender LIMIT 1)
        UNION ALL
        SELECT (
            SELECT one.sender FROM spoor.outcomes AS one
            WHERE one.app_id = of_app AND one.hour = of_hour AND one.sender > known.sender
            ORDER BY one.sender LIMIT 1
        )
        FROM known
        WHERE known.sender IS NOT NULL
    )
    SELECT CASE WHEN count(sender) < 50 OR bool_or(sender = said) THEN said ELSE 'other' END FROM known
$$;

-- Add to one count; it is there already but for the first time in an hour. The first sample that there is stays.
CREATE FUNCTION spoor.count_outcome(
    of_app uuid, of_hour timestamptz, said text, of_code text, of_shard smallint, more bigint, shown jsonb
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    who text;
BEGIN
    UPDATE spoor.outcomes
    SET count = count + more, sample = coalesce(sample, shown)
    WHERE app_id = of_app AND hour = of_hour AND sender = said AND code = of_code AND shard = of_shard;
    IF NOT FOUND THEN
        who := spoor.outcome_sender(of_app, of_hour, said);
        INSERT INTO spoor.outcomes AS kept (app_id, hour, sender, code, shard, count, sample)
        SELECT one.id, of_hour, who, of_code, of_shard, more, shown
        FROM public.tracked_apps AS one
        WHERE one.id = of_app
        ON CONFLICT (app_id, hour, sender, code, shard)
        DO UPDATE SET count = kept.count + excluded.count, sample = coalesce(kept.sample, excluded.sample);
    END IF;
END
$$;

-- Each of `told` is [code, count, sample]. In one order, so that two statements cannot wait for each other: what is accepted
-- first, then duplicates, then all others by their codes.
CREATE FUNCTION spoor.count_outcomes(of_app uuid, of_hour timestamptz, said text, of_shard smallint, told jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(told) ORDER BY value ->> 0 <> 'DUPLICATE', value ->> 0 LOOP
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, one ->> 0, of_shard, (one ->> 1)::bigint, nullif(one -> 2, 'null'::jsonb)
        );
    END LOOP;
END
$$;

-- What an event is called and which properties it has, without their values.
CREATE FUNCTION spoor.outcome_sample(name text, properties jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('event', name, 'properties', (
        SELECT coalesce(jsonb_agg(left(key, 100)), '[]')
        FROM (SELECT key FROM jsonb_object_keys(properties) AS key LIMIT 20) AS first
    ))
$$;

-- Store one event of an app whose key must still be `of_key`, and count what became of it and what is `told` besides. How
-- many rows are new, null where the key is not the app's. A function, since its statements are planned once a connection.
CREATE FUNCTION spoor.store_event(
    of_app uuid, of_key text, event_id uuid, event_name text, event_visitor text, event_properties jsonb,
    happened timestamptz, of_hour timestamptz, said text, of_shard smallint, told jsonb
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
    became text;
BEGIN
    INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
    SELECT event_id, one.id, event_name, event_visitor, event_properties, happened
    FROM public.tracked_apps AS one
    WHERE one.id = of_app AND one.api_key = of_key
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored = 0 THEN  -- in two steps: an expression without a query is far cheaper
        IF NOT EXISTS (SELECT FROM public.tracked_apps WHERE id = of_app AND api_key = of_key) THEN
            RETURN NULL;
        END IF;
    END IF;
    became := CASE stored WHEN 1 THEN 'ACCEPTED' ELSE 'DUPLICATE' END;
    UPDATE spoor.outcomes
    SET count = count + 1
    WHERE app_id = of_app AND hour = of_hour AND sender = said AND code = became AND shard = of_shard;
    IF NOT FOUND THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, became, of_shard, 1, spoor.outcome_sample(event_name, event_properties)
        );
    END IF;
    IF told IS NOT NULL THEN
        PERFORM spoor.count_outcomes(of_app, of_hour, said, of_shard, told);
    END IF;
    RETURN stored;
END
$$;

-- The same for several events: `batch` is a list of [id, name, visitor, properties, time] each. Their ids in order, so that two
-- copies of a batch cannot wait for each other.
CREATE FUNCTION spoor.store_events(
    of_app uuid, of_key text, batch jsonb, of_hour timestamptz, said text, of_shard smallint, told jsonb
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
    repeated integer;
BEGIN
    INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
    SELECT (row ->> 0)::uuid, one.id, row ->> 1, row ->> 2, row -> 3, (row ->> 4)::timestamptz
    FROM public.tracked_apps AS one, jsonb_array_elements(batch) AS row
    WHERE one.id = of_app AND one.api_key = of_key
    ORDER BY 1
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored = 0 THEN  -- in two steps: an expression without a query is far cheaper
        IF NOT EXISTS (SELECT FROM public.tracked_apps WHERE id = of_app AND api_key = of_key) THEN
            RETURN NULL;
        END IF;
    END IF;
    repeated := jsonb_array_length(batch) - stored;
    IF stored > 0 THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, 'ACCEPTED', of_shard, stored,
            CASE repeated WHEN 0 THEN spoor.outcome_sample(batch -> 0 ->> 1, batch -> 0 -> 3) END
        );
    END IF;
    IF repeated > 0 THEN
        PERFORM spoor.count_outcome(
            of_app, of_hour, said, 'DUPLICATE', of_shard, repeated,
            CASE stored WHEN 0 THEN spoor.outcome_sample(batch -> 0 ->> 1, batch -> 0 -> 3) END
        );
    END IF;
    IF told IS NOT NULL THEN
        PERFORM spoor.count_outcomes(of_app, of_hour, said, of_shard, told);
    END IF;
    RETURN stored;
END
$$;

REVOKE EXECUTE ON FUNCTION
    spoor.outcome_sender(uuid, timestamptz, text),
    spoor.count_outcome(uuid, timestamptz, text, text, smallint, bigint, jsonb),
    spoor.count_outcomes(uuid, timestamptz, text, smallint, jsonb),
    spoor.outcome_sample(text, jsonb),
    spoor.store_event(uuid, text, uuid, text, text, jsonb, timestamptz, timestamptz, text, smallint, jsonb),
    spoor.store_events(uuid, text, jsonb, timestamptz, text, smallint, jsonb)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    spoor.outcome_sender(uuid, timestamptz, text),
    spoor.count_outcome(uuid, timestamptz, text, text, smallint, bigint, jsonb),
    spoor.count_outcomes(uuid, timestamptz, text, smallint, jsonb),
    spoor.outcome_sample(text, jsonb),
    spoor.store_event(uuid, text, uuid, text, text, jsonb, timestamptz, timestamptz, text, smallint, jsonb),
    spoor.store_events(uuid, text, jsonb, timestamptz, text, smallint, jsonb)
TO spoor_ingest;
