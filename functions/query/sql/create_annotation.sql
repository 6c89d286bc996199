/* create_annotation */
INSERT INTO spoor.annotations (app_id, at, text)
VALUES (%(app_id)s, %(at)s, %(text)s)
RETURNING id, at, text, created_at
