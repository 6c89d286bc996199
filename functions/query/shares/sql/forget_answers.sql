/* forget_answers: of all links of an app, and the tasks of who makes one */
DELETE FROM spoor.shared_answers
WHERE share_id IN (SELECT id FROM spoor.shares WHERE app_id = %(app_id)s)
