/* create_dashboard */
INSERT INTO spoor.dashboards (app_id, name)
VALUES (%(app_id)s, %(name)s)
RETURNING id
