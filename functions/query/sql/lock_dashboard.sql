/* lock_dashboard: until the transaction ends, so that of two new orders at once one is the later. A statement of its own:
   the one that clears the board has to see what another transaction put on it while this one waited */
SELECT FROM spoor.dashboards
WHERE id = %(id)s AND app_id = %(app_id)s
FOR UPDATE
