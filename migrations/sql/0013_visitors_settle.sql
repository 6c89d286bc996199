-- Works out whose ids are: spoor.identities, which reports join, follows from the edges alone, so it does not matter in
-- which order they came. Whoever calls these holds the app's lock of visitors. An id that stands for its visitor has no row.

-- The ids that are one with an id that is not known: aliases join them, but never across an id that is.
CREATE FUNCTION spoor.group_of(app uuid, start text) RETURNS text[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE grown (id) AS (
        SELECT start
        UNION
        SELECT near.id FROM grown CROSS JOIN LATERAL (
            SELECT other AS id FROM spoor.aliases WHERE app_id = app AND one = grown.id
            UNION ALL
            SELECT one FROM spoor.aliases WHERE app_id::text = app::text AND other = grown.id
        ) AS near
        WHERE NOT EXISTS (SELECT FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = near.id)
    )
    SELECT array_agg(id) FROM grown
$$;

-- The users that are one with a user, by merges of known ids.
CREATE FUNCTION spoor.merged_with(app uuid, start text) RETURNS text[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE grown (id) AS (
        SELECT start
        UNION
        SELECT near.id FROM grown CROSS JOIN LATERAL (
            SELECT other AS id FROM spoor.merges WHERE app_id = app AND one = grown.id
            UNION ALL
            SELECT one FROM spoor.merges WHERE app_id::text = app::text AND other = grown.id
        ) AS near
        WHERE EXISTS (SELECT FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = near.id)
    )
    SELECT array_agg(id) FROM grown
$$;

-- The user of a group: that of its earliest claim, which an alias with a user is too; null where nobody claims it.
CREATE FUNCTION spoor.owner_of(app uuid, members text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT user_id FROM (
        SELECT user_id, claimed_at FROM spoor.claims WHERE app_id = app AND anonymous_id = ANY (members)
        UNION ALL
        SELECT near.id, near.claimed_at FROM unnest(members) AS member (id) CROSS JOIN LATERAL (
            SELECT other AS id, claimed_at FROM spoor.aliases WHERE app_id = app AND one = member.id
            UNION ALL
            SELECT one, claimed_at FROM spoor.aliases WHERE app_id::text = app::text AND other = member.id
        ) AS near
        WHERE EXISTS (SELECT FROM spoor.known_ids AS known WHERE known.app_id = app AND known.id = near.id)
    ) AS claim
    ORDER BY claimed_at, user_id COLLATE "C"
    LIMIT 1
$$;

-- What reports call the visitor of an id.
CREATE FUNCTION spoor.visitor_of(app uuid, of_id text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = of_id), of_id)
$$;

-- All ids of the visitor that is called so.
CREATE FUNCTION spoor.ids_of(app uuid, visitor text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(anonymous_id) || visitor FROM spoor.identities WHERE app_id::text = app::text AND visitor_id = visitor
$$;

-- How many they are, counted no further than to the most that there may be.
CREATE FUNCTION spoor.size_of(app uuid, visitor text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT 1 + count(*) FROM (SELECT FROM spoor.identities WHERE app_id::text = app::text AND visitor_id = visitor LIMIT 1000) AS _
$$;

-- Let the ids be one visitor's, under that name.
CREATE FUNCTION spoor.assign(app uuid, ids text[], visitor text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM spoor.identities WHERE app_id = app AND anonymous_id = visitor AND visitor = ANY (ids);
    INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id)
    SELECT app, id, visitor FROM unnest(ids) AS id WHERE id <> visitor AND spoor.visitor_of(app, id) <> visitor
    ORDER BY id
    ON CONFLICT (app_id, anonymous_id) DO UPDATE SET visitor_id = excluded.visitor_id;
$$;

CREATE FUNCTION spoor.is_known(app uuid, of_id text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM spoor.known_ids WHERE app_id = app AND id = of_id)
$$;

CREATE FUNCTION spoor.has_aliases(app uuid, of_id text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM spoor.aliases WHERE app_id = app AND one = of_id)
        OR EXISTS (SELECT FROM spoor.aliases WHERE app_id::text = app::text AND other = of_id)
$$;

-- Settle ids of which no alias speaks and which are not known: each belongs to the user of its earliest claim. An id that
-- more than a hundred users claim is nobody's device: no more than the hundred earliest are kept.
CREATE FUNCTION spoor.settle_lone(app uuid, ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    freed text[];
    crowded text[];
BEGIN
    WITH owned AS MATERIALIZED (
        SELECT id, users[1] AS user_id, cardinality(users) > 100 AS is_crowded FROM (
            SELECT id, (
                SELECT array_agg(user_id ORDER BY claimed_at, user_id COLLATE "C")
                FROM spoor.claims WHERE app_id = app AND anonymous_id = id
            ) AS users
            FROM unnest(ids) AS id
            OFFSET 0
        ) AS claim
    ), written AS (
        INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id)
        SELECT app, id, visitor FROM (
            SELECT id, (
                SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = owned.id
            ) AS before, coalesce((
                SELECT visitor_id FROM spoor.identities WHERE app_id = app AND anonymous_id = owned.user_id
            ), owned.user_id) AS visitor
            FROM owned WHERE owned.user_id IS NOT NULL
        ) AS found
        WHERE visitor IS DISTINCT FROM before
        ORDER BY id
        ON CONFLICT (app_id, anonymous_id) DO UPDATE SET visitor_id = excluded.visitor_id
    )
    SELECT array_agg(id) FILTER (WHERE user_id IS NULL), array_agg(id) FILTER (WHERE is_crowded)
    INTO freed, crowded FROM owned;
    IF freed IS NOT NULL THEN
        DELETE FROM spoor.identities WHERE app_id = app AND anonymous_id = ANY (freed);
    END IF;
    IF crowded IS NOT NULL THEN
        DELETE FROM spoor.claims USING (
            SELECT anonymous_id, user_id,
                row_number() OVER (PARTITION BY anonymous_id ORDER BY claimed_at, user_id COLLATE "C") AS place
            FROM spoor.claims WHERE app_id = app AND anonymous_id = ANY (crowded)
        ) AS late
        WHERE claims.app_id = app AND claims.anonymous_id = late.anonymous_id AND claims.user_id = late.user_id
            AND late.place > 100;
    END IF;
END
$$;

-- Settle any ids, with all that belong into their groups.
CREATE FUNCTION spoor.settle(app uuid, ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    start text;
    members text[] := '{}';
    owner text;
BEGIN
    -- Users first: whom a device belongs to is what its user is called.
    FOR start IN
        SELECT id FROM spoor.known_ids WHERE app_id = app AND id = ANY (ids) ORDER BY spoor.visitor_of(app, id)
    LOOP
        CONTINUE WHEN start = ANY (members);
        members := spoor.merged_with(app, start);
        PERFORM spoor.assign(app, members, (SELECT min(id COLLATE "C") FROM unnest(members) AS id));
    END LOOP;
    PERFORM spoor.settle_lone(app, ARRAY (
        SELECT DISTINCT id FROM unnest(ids) AS id
        WHERE NOT spoor.is_known(app, id) AND NOT spoor.has_aliases(app, id)
    ));
    FOR start IN
        SELECT DISTINCT ON (spoor.visitor_of(app, id), id) id FROM unnest(ids) AS id
        WHERE NOT spoor.is_known(app, id) AND spoor.has_aliases(app, id)
    LOOP
        CONTINUE WHEN start = ANY (members);
        members := spoor.group_of(app, start);
        owner := spoor.owner_of(app, members);
        PERFORM spoor.assign(
            app, members,
            coalesce(spoor.visitor_of(app, owner), (SELECT min(id COLLATE "C") FROM unnest(members) AS id))
        );
    END LOOP;
END
$$;
