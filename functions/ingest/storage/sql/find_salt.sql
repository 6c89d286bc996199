/* find_salt: what the visitors without an id are hashed with on a day */
SELECT salt::text AS salt FROM spoor.visitor_salts WHERE day = %(day)s
