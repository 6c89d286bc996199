/* make_links: one visitor in fifty uses a second device, and was identified on both */
INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id)
SELECT %(app_id)s::uuid, md5('visitor ' || device)::uuid::text, md5('visitor ' || device - device %% 50)::uuid::text
FROM generate_series(0, %(visitors)s - 1) AS device
WHERE device %% 50 < 2
