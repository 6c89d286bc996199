/* store_event_of_user: as store_event; all that the event says of ids is a user's, and perhaps a device's that is theirs */
SELECT stored, refused FROM spoor.store_event_of_user(
    %(app_id)s, %(key)s, %(id)s, %(name)s, %(anonymous_id)s, %(properties)s, %(occurred_at)s,
    %(hour)s, %(sender)s, %(shard)s, %(told)s, %(device)s, %(user)s, %(at)s, %(merging)s
)
