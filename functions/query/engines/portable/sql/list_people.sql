/* list_people: ids that are somebody else's, up to one more than may be brought along */
SELECT anonymous_id, visitor_id AS visitor FROM spoor.identities
WHERE app_id = %(app_id)s::uuid AND anonymous_id <> visitor_id
LIMIT %(most)s
