/* find_people: for each of some ids, in their order, the code of whom it stands for, or -1 where they have none; and the ids
   of those, as bytes with a zero between. Ids are few beside what an app has: each is looked up */
SELECT
    string_agg(int4send(coalesce(code, -1)), ''::bytea ORDER BY place) AS codes,
    string_agg(convert_to(visitor, 'UTF8'), '\x00'::bytea ORDER BY place) FILTER (WHERE code IS NULL) AS fresh
FROM (
    SELECT
        place,
        visitor,
        (
            SELECT code FROM spoor.lake_visitors AS known
            WHERE known.app_id = %(app_id)s::uuid AND known.anonymous_id = whose.visitor
        ) AS code
    FROM (
        SELECT
            place,
            coalesce((
                SELECT visitor_id FROM spoor.identities AS one
                WHERE one.app_id = %(app_id)s::uuid AND one.anonymous_id = given.id
            ), given.id) AS visitor
        FROM unnest(%(ids)s::text[]) WITH ORDINALITY AS given (id, place)
        OFFSET 0
    ) AS whose
) AS coded
