/* count_attempt: NULL lets it pass, a number of seconds refuses it */
SELECT count_attempt(%(attempts_key)s, %(most)s, %(seconds)s, %(email)s, %(source)s) AS seconds
