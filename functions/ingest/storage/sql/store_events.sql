/* store_events: one statement, so nothing can be left half done. The key is compared again: a rotated key stores nothing
   from that moment on. */
SELECT spoor.store_events(%(app_id)s, %(key)s, %(rows)s, %(hour)s, %(sender)s, %(shard)s, %(told)s) AS stored
