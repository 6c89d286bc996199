/* list_activity: newest first, of each kind the newest: whoever is in an account that is not theirs could wash away what
   they did, by doing something else over and over */
SELECT event, outcome, at, session_id, address, user_agent
FROM (
    SELECT *, row_number() OVER (PARTITION BY event, outcome ORDER BY at DESC, id) AS nth
    FROM spoor.account_activity
    WHERE user_id = %(user_id)s
) AS numbered
WHERE nth <= %(most_of_a_kind)s
ORDER BY at DESC, id
