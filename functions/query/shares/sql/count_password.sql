/* count_password: NULL lets it be tried, a number of seconds refuses it */
SELECT spoor.count_share_password(%(share)s, %(source)s, %(most)s, %(window_seconds)s) AS seconds
