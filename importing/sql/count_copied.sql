/* count_copied: in the transaction of the rows and in the order of store_events, what goes with them: sealed days are marked,
   outcomes counted, what the events say of ids is taken, and names are noted last. No row where the key is no longer the app's. */
WITH app AS MATERIALIZED (
    SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid AND api_key = %(key)s
), marked AS MATERIALIZED (
    SELECT id, spoor.mark_days(id, %(days)s::date[]) FROM app
), counted AS MATERIALIZED (
    SELECT id, spoor.count_outcome(
        id, %(hour)s, %(sender)s, 'ACCEPTED', %(shard)s, %(count)s,
        spoor.outcome_sample(%(name)s, %(properties)s::jsonb)
    )
    FROM marked
), told AS MATERIALIZED (
    SELECT id, CASE WHEN %(told)s::jsonb IS NOT NULL
        THEN spoor.count_outcomes(id, %(hour)s, %(sender)s, %(shard)s, %(told)s::jsonb) END
    FROM counted
), linked AS MATERIALIZED (
    SELECT id, CASE WHEN %(said)s::jsonb IS NOT NULL
        THEN spoor.link(id, %(said)s::jsonb, %(sender)s, %(merging)s) END AS refused
    FROM told
)
SELECT refused, CASE WHEN %(seen)s::jsonb IS NOT NULL THEN spoor.note_names(id, %(seen)s::jsonb) END AS noted
FROM linked
