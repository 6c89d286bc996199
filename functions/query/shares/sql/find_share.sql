/* find_share: the request is counted for its address; then the link of a hash, null where there is none */
SELECT * FROM spoor.find_share(%(hash)s, %(source)s, %(most)s, %(window_seconds)s)
