/* take_back_merges: of a visitor, or the one of two ids' users; of all visitors where none is named */
SELECT spoor.take_back_merges(%(app_id)s, %(visitor_id)s, %(other_id)s, %(since)s) AS taken_back
