/* list_watermarks: in no order, so that a run which must stop early does not neglect the same apps each time */
SELECT app_id::text AS app_id, checked_down_to FROM spoor.session_watermarks ORDER BY random()
