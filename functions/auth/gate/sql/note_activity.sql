/* note_activity: for a user who is there; it need not wait for the disk */
INSERT INTO spoor.account_activity (user_id, session_id, event, outcome, address, user_agent)
SELECT u.id, %(session_id)s, %(event)s, %(outcome)s, %(address)s, %(user_agent)s
  FROM set_config('synchronous_commit', 'off', true) AS quickly,
       public."user" u
 WHERE u.id = %(user_id)s
