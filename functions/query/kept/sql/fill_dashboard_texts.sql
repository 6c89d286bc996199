/* fill_dashboard_texts: what stands between its reports, in its places */
INSERT INTO spoor.dashboard_texts (dashboard_id, place, text, width)
SELECT %(id)s::uuid, wanted.place, wanted.text, wanted.width
FROM unnest(%(texts)s::text[], %(widths)s::text[]) WITH ORDINALITY AS wanted (text, width, place)
WHERE wanted.text IS NOT NULL
