/* list_activity: newest first */
SELECT event, outcome, at, session_id, address, user_agent FROM spoor.account_activity
WHERE user_id = %(user_id)s
ORDER BY at DESC, id
LIMIT 100
