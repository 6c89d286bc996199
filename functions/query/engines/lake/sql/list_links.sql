/* list_links: the codes of those ids in files that stand for somebody else; for each the code of whom it stands for, or
   where they have none the place, as a negative number, among such ids, which are told as bytes with a zero between */
WITH linked AS MATERIALIZED (
    SELECT known.code, one.visitor_id AS visitor
    FROM spoor.identities AS one
    JOIN spoor.lake_visitors AS known ON known.app_id = %(app_id)s::uuid AND known.anonymous_id = one.anonymous_id
    WHERE one.app_id = %(app_id)s::uuid
), coded AS MATERIALIZED (
    SELECT
        anybody.visitor,
        (
            SELECT code FROM spoor.lake_visitors AS known
            WHERE known.app_id = %(app_id)s::uuid AND known.anonymous_id = anybody.visitor
        ) AS code
    FROM (SELECT DISTINCT visitor FROM linked) AS anybody
), whose AS MATERIALIZED (
    SELECT visitor, code, count(*) FILTER (WHERE code IS NULL) OVER (ROWS UNBOUNDED PRECEDING) AS place FROM coded
)
SELECT
    string_agg(int4send(linked.code), ''::bytea) AS linked,
    string_agg(int4send(coalesce(whose.code, -whose.place::integer)), ''::bytea) AS whose,
    (
        SELECT string_agg(convert_to(visitor, 'UTF8'), '\x00'::bytea ORDER BY place) FROM whose WHERE code IS NULL
    ) AS fresh
FROM linked
JOIN whose ON whose.visitor = linked.visitor
