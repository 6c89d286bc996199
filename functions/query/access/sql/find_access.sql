/* find_access: the apps that a user may see, or the one of them, newest first, and what the user is in each; found by the
   function of that name in the database. No other statement asks whose an app is. */
SELECT found.*, (SELECT since FROM spoor.lake_horizons WHERE app_id = found.id) AS horizon
FROM spoor.find_access(%(user_id)s, %(app_id)s::uuid, %(teams)s, %(second_factors)s) AS found
