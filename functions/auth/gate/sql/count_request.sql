/* count_request: NULL lets it pass, a number of seconds refuses it */
SELECT spoor.count_request(%(key)s, %(most)s, %(seconds)s) AS seconds
