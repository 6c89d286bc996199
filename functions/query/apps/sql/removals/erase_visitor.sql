/* erase_visitor: with all ids that are the same visitor, or what that would be; no row where the app has gone */
SELECT erased_at, ids, events, sessions, identities
FROM spoor.erase_visitor(
    %(app_id)s, %(visitor_id)s, %(dry_run)s, %(ids)s::integer, %(events)s::integer, %(in_lake)s::integer, %(since)s::date
)
