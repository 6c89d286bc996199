/* store_event */
SELECT spoor.store_event(
    %(app_id)s, %(key)s, %(id)s, %(name)s, %(anonymous_id)s, %(properties)s, %(occurred_at)s,
    %(hour)s, %(sender)s, %(shard)s, %(told)s
) AS stored
