/* find_session: a sign-in session with its user, joined by the function of that name in the database */
SELECT * FROM spoor.find_session(%(token)s)
