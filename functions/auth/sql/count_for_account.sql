/* count_for_account: NULL lets it pass, a number of seconds refuses it */
SELECT spoor.count_for_account(%(account_key)s, %(most)s, %(seconds)s, %(email)s, %(source)s) AS seconds
