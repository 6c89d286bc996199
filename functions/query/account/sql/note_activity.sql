/* note_activity: and a letter to the owner, where that is wanted, for rollup to send */
WITH noted AS (
    INSERT INTO spoor.account_activity (user_id, session_id, event, outcome, address, user_agent)
    VALUES (%(user_id)s, %(session_id)s, %(event)s, %(outcome)s, %(address)s, %(user_agent)s)
)
SELECT spoor.keep_notice(%(user_id)s, %(counted)s, %(most)s, %(seconds)s, %(subject)s, %(text)s, %(html)s)
WHERE %(tells)s
