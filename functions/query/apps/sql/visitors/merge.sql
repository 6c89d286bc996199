/* merge: the users of two ids; one row, whose `code` says why where there is no merge */
SELECT code, one, other, merged_at, source FROM spoor.merge(%(app_id)s, %(visitor_id)s, %(other_id)s)
