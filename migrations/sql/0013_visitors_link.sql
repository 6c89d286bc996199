-- Takes what trackers say of ids. Known already is what most events say: that is found out without a lock.

-- The one lock of an app's edges. Whoever does not get it within a second gives up, and the caller says that to that app.
CREATE FUNCTION spoor.lock_visitors(app uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '1s', true);
    PERFORM pg_advisory_xact_lock(hashtextextended(app::text, 7306077));
END
$$;

-- Let ids be known. Where something was said of one before, those that it was one with are settled without it.
CREATE FUNCTION spoor.know(app uuid, ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    fresh text[];
    moved text[];
BEGIN
    WITH added AS (
        INSERT INTO spoor.known_ids (app_id, id) SELECT app, id FROM unnest(ids) AS id ORDER BY id
        ON CONFLICT DO NOTHING RETURNING known_ids.id
    )
    SELECT array_agg(id) INTO fresh FROM added;
    SELECT array_agg(id) INTO moved FROM (
        SELECT anonymous_id AS id FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (fresh)
        UNION
        SELECT unnest(ARRAY[one, other]) FROM spoor.aliases WHERE app_id = app AND one = ANY (fresh)
        UNION
        SELECT unnest(ARRAY[one, other]) FROM spoor.aliases WHERE app_id::text = app::text AND other = ANY (fresh)
        UNION
        SELECT unnest(spoor.ids_of(app, spoor.visitor_of(app, near.id))) FROM (
            SELECT unnest(ARRAY[one, other]) AS id FROM spoor.merges WHERE app_id = app AND one = ANY (fresh)
            UNION
            SELECT unnest(ARRAY[one, other]) FROM spoor.merges WHERE app_id::text = app::text AND other = ANY (fresh)
        ) AS near
    ) AS _;
    IF moved IS NOT NULL THEN
        PERFORM spoor.settle(app, moved);
    END IF;
END
$$;

-- Claim one id, with its group, for a user: false where the visitor would have too many ids.
CREATE FUNCTION spoor.claim(app uuid, of_id text, by_user text, at timestamptz, said_by text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    visitor text := spoor.visitor_of(app, by_user);
BEGIN
    IF spoor.visitor_of(app, of_id) <> visitor
        AND spoor.size_of(app, visitor) + cardinality(spoor.group_of(app, of_id)) > 1000
    THEN
        RETURN false;
    END IF;
    INSERT INTO spoor.claims (app_id, anonymous_id, user_id, claimed_at, source)
    VALUES (app, of_id, by_user, at, said_by)
    ON CONFLICT (app_id, anonymous_id, user_id) DO UPDATE SET claimed_at = excluded.claimed_at, received_at = now()
        WHERE excluded.claimed_at < claims.claimed_at;
    PERFORM spoor.settle(app, ARRAY[of_id]);
    RETURN true;
END
$$;

-- How many aliases an id has, counted to a thousand.
CREATE FUNCTION spoor.aliases_of(app uuid, of_id text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT FROM spoor.aliases WHERE app_id = app AND one = of_id
        UNION ALL
        SELECT FROM spoor.aliases WHERE app_id::text = app::text AND other = of_id
        LIMIT 1000
    ) AS _
$$;

-- Take one alias: null, or why it is refused. `merging` says that the app takes merges from trackers.
CREATE FUNCTION spoor.alias(
    app uuid, left_id text, right_id text, at timestamptz, said_by text, merging boolean
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    knows_left boolean := spoor.is_known(app, left_id);
    knows_right boolean := spoor.is_known(app, right_id);
    visitors text[] := ARRAY[spoor.visitor_of(app, left_id), spoor.visitor_of(app, right_id)];
BEGIN
    IF knows_left AND knows_right AND NOT merging THEN
        RETURN 'MERGE_REFUSED';
    ELSIF knows_left <> knows_right AND NOT merging THEN
        RETURN CASE WHEN NOT spoor.claim(
            app,
            CASE WHEN knows_left THEN right_id ELSE left_id END,
            CASE WHEN knows_left THEN left_id ELSE right_id END,
            at, said_by
        ) THEN 'TOO_MANY_IDS' END;
    END IF;
    IF visitors[1] <> visitors[2] AND spoor.size_of(app, visitors[1]) + spoor.size_of(app, visitors[2]) > 1000 THEN
        RETURN 'TOO_MANY_IDS';
    END IF;
    IF merging THEN
        INSERT INTO spoor.merges (app_id, one, other, merged_at, source) VALUES (app, left_id, right_id, at, said_by)
        ON CONFLICT (app_id, one, other) DO UPDATE SET merged_at = excluded.merged_at
            WHERE excluded.merged_at < merges.merged_at;
    END IF;
    IF knows_left AND knows_right THEN
        PERFORM spoor.settle(app, spoor.ids_of(app, visitors[1]) || spoor.ids_of(app, visitors[2]));
        RETURN NULL;
    END IF;
    -- Of a group where everything is one with everything, each further change would cost the square of it.
    IF greatest(spoor.aliases_of(app, left_id), spoor.aliases_of(app, right_id)) >= 1000
        OR least(spoor.aliases_of(app, left_id), spoor.aliases_of(app, right_id)) >= 20
    THEN
        RETURN 'TOO_MANY_IDS';
    END IF;
    INSERT INTO spoor.aliases (app_id, one, other, claimed_at, source) VALUES (app, left_id, right_id, at, said_by)
    ON CONFLICT (app_id, one, other) DO UPDATE SET claimed_at = excluded.claimed_at, received_at = now()
        WHERE excluded.claimed_at < aliases.claimed_at;
    PERFORM spoor.settle(app, ARRAY[left_id, right_id]);
    RETURN NULL;
END
$$;

-- Whether it makes a difference to take an alias.
CREATE FUNCTION spoor.is_news(app uuid, left_id text, right_id text, at timestamptz, merging boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN merging AND NOT EXISTS (
            SELECT FROM spoor.merges WHERE app_id = app AND one = left_id AND other = right_id AND merged_at <= at
        ) THEN true
        WHEN spoor.is_known(app, left_id) AND spoor.is_known(app, right_id) THEN false
        ELSE NOT EXISTS (
            SELECT FROM spoor.aliases WHERE app_id = app AND one = left_id AND other = right_id AND claimed_at <= at
        ) AND NOT EXISTS (
            SELECT FROM spoor.claims WHERE app_id = app AND claimed_at <= at
                AND (anonymous_id, user_id) IN ((left_id, right_id), (right_id, left_id))
        )
    END
$$;

-- Claim ids that no alias speaks of: those of the arrays' elements that are `chosen`. Gives which of them are refused; of
-- one visitor the earliest claims find room.
CREATE FUNCTION spoor.claim_lone(
    app uuid, ids text[], users text[], times timestamptz[], chosen integer[], said_by text
) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
    taken integer[];
BEGIN
    WITH placed AS (
        SELECT n, coalesce((
            SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = users[n]
        ), users[n]) AS visitor, coalesce((
            SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = ids[n]
        ), ids[n]) AS before
        FROM unnest(chosen) AS n
    ), ranked AS (
        SELECT n, visitor, visitor = before AS is_in,
            row_number() OVER (PARTITION BY visitor, visitor = before ORDER BY times[n], ids[n] COLLATE "C") AS rank,
            row_number() OVER (PARTITION BY visitor) = 1 AS is_first
        FROM placed
    ), counted AS (
        SELECT n, is_in, rank, max(CASE WHEN is_first THEN spoor.size_of(app, visitor) END) OVER (PARTITION BY visitor) AS size
        FROM ranked
    )
    SELECT coalesce(array_agg(n), '{}') INTO taken FROM counted WHERE is_in OR size + rank <= 1000;
    INSERT INTO spoor.claims (app_id, anonymous_id, user_id, claimed_at, source)
    SELECT app, ids[n], users[n], times[n], said_by FROM unnest(taken) AS n ORDER BY ids[n], users[n]
    ON CONFLICT (app_id, anonymous_id, user_id) DO UPDATE SET claimed_at = excluded.claimed_at, received_at = now()
        WHERE excluded.claimed_at < claims.claimed_at;
    PERFORM spoor.settle_lone(app, ARRAY (SELECT DISTINCT ids[n] FROM unnest(taken) AS n));
    RETURN CASE WHEN cardinality(taken) = cardinality(chosen) THEN '{}'
        ELSE ARRAY (SELECT unnest(chosen) EXCEPT SELECT unnest(taken)) END;
END
$$;

-- Take what one batch says: said = {"known": [id], "claims": [[anonymous id, user id, time]],
-- "aliases": [[lesser id, greater id, time]]}, each pair once, each user of a claim known. Gives what was refused, as
-- [[code, "claims" or "aliases", which of them]].
CREATE FUNCTION spoor.link(app uuid, said jsonb, said_by text, merging boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- Plans are kept while tables grow from nothing, so these must not be those of small tables: an index is looked into for
-- each id, which is why what is looked up in bulk stands as a scalar subquery and is no join.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    refused jsonb := '[]';
    fresh text[];
    ids text[];
    users text[];
    times timestamptz[];
    places integer[];
    lone integer[];
    grouped integer[];
    aliases jsonb := '[]';
    alias jsonb;
    n integer;
    code text;
BEGIN
    -- Without a lock: what of it is news?
    SELECT array_agg(said.id) INTO fresh FROM jsonb_array_elements_text(said -> 'known') AS said (id)
    WHERE (SELECT true FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = said.id) IS NULL;
    SELECT array_agg(news.id), array_agg(news.by_user), array_agg(news.at), array_agg(news.place - 1)
    INTO ids, users, times, places
    FROM (
        SELECT one ->> 0 AS id, one ->> 1 AS by_user, (one ->> 2)::timestamptz AS at, place
        FROM jsonb_array_elements(said -> 'claims') WITH ORDINALITY AS _ (one, place)
    ) AS news
    WHERE (
            SELECT true FROM spoor.claims AS kept
            WHERE kept.app_id = app AND kept.anonymous_id = news.id AND kept.user_id = news.by_user
                AND kept.claimed_at <= news.at
        ) IS NULL
        AND (SELECT true FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = news.id) IS NULL
        AND (
            SELECT count(*) FROM (
                SELECT FROM spoor.claims AS earlier
                WHERE earlier.app_id = app AND earlier.anonymous_id = news.id
                    AND (earlier.claimed_at, earlier.user_id COLLATE "C") < (news.at, news.by_user)
                LIMIT 100
            ) AS _
        ) < 100;
    FOR alias IN
        SELECT one || to_jsonb(place - 1) FROM jsonb_array_elements(said -> 'aliases') WITH ORDINALITY AS _ (one, place)
    LOOP
        IF NOT merging AND spoor.is_known(app, alias ->> 0) AND spoor.is_known(app, alias ->> 1) THEN
            refused := refused || jsonb_build_array(jsonb_build_array('MERGE_REFUSED', 'aliases', alias -> 3));
        ELSIF spoor.is_news(app, alias ->> 0, alias ->> 1, (alias ->> 2)::timestamptz, merging) THEN
            aliases := aliases || jsonb_build_array(alias);
        END IF;
    END LOOP;
    IF fresh IS NULL AND ids IS NULL AND aliases = '[]' THEN
        RETURN refused;
    END IF;

    PERFORM spoor.lock_visitors(app);
    IF fresh IS NOT NULL THEN
        PERFORM spoor.know(app, fresh);
    END IF;
    IF ids IS NOT NULL THEN
        -- An id that aliases speak of goes with its group.
        SELECT array_agg(at) FILTER (WHERE NOT is_grouped), array_agg(at) FILTER (WHERE is_grouped) INTO lone, grouped
        FROM (
            SELECT at, coalesce(
                (SELECT true FROM spoor.aliases WHERE app_id = app AND one = ids[at] LIMIT 1),
                (SELECT true FROM spoor.aliases WHERE app_id::text = app::text AND other = ids[at] LIMIT 1),
                false
            ) AS is_grouped
            FROM generate_subscripts(ids, 1) AS at
            WHERE (SELECT true FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = ids[at]) IS NULL
        ) AS _;
        IF lone IS NOT NULL THEN
            SELECT refused || coalesce(jsonb_agg(jsonb_build_array('TOO_MANY_IDS', 'claims', places[late])), '[]') INTO refused
            FROM unnest(spoor.claim_lone(app, ids, users, times, lone, said_by)) AS late;
        END IF;
        IF grouped IS NOT NULL THEN
            FOREACH n IN ARRAY grouped LOOP
                IF NOT spoor.claim(app, ids[n], users[n], times[n], said_by) THEN
                    refused := refused || jsonb_build_array(jsonb_build_array('TOO_MANY_IDS', 'claims', places[n]));
                END IF;
            END LOOP;
        END IF;
    END IF;
    FOR alias IN SELECT jsonb_array_elements(aliases) LOOP
        code := spoor.alias(app, alias ->> 0, alias ->> 1, (alias ->> 2)::timestamptz, said_by, merging);
        IF code IS NOT NULL THEN
            refused := refused || jsonb_build_array(jsonb_build_array(code, 'aliases', alias -> 3));
        END IF;
    END LOOP;
    RETURN refused;
END
$$;
