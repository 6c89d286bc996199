/* fill_dashboard: with those of the reports that are the app's own, in their places */
INSERT INTO spoor.dashboard_reports (dashboard_id, report_id, place, width)
SELECT %(id)s::uuid, saved_reports.id, wanted.place, wanted.width
FROM unnest(%(report_ids)s::uuid[], %(widths)s::text[]) WITH ORDINALITY AS wanted (id, width, place)
JOIN spoor.saved_reports ON saved_reports.id = wanted.id AND saved_reports.app_id = %(app_id)s
ON CONFLICT DO NOTHING -- a report that is named twice is refused by its number
