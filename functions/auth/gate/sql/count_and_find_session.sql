/* count_and_find_session: as count_request, with the row of find_session, null where there is none */
SELECT spoor.count_request(%(key)s, %(most)s, %(seconds)s) AS seconds, found.*
  FROM (VALUES (1)) AS always
  LEFT JOIN spoor.find_session(%(token)s) AS found ON true
