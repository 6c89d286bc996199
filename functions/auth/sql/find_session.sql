/* find_session: a sign-in session with its user, joined by the function of that name in the database */
SELECT * FROM find_session(%(token)s)
