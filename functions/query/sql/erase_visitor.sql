/* erase_visitor: of the owner's app, with all ids that are the same visitor; no row where the app is not the owner's */
SELECT erased_at, ids, events, sessions, identities
FROM spoor.erase_visitor(%(owner_id)s, %(app_id)s, %(visitor_id)s)
