/* sweep_salts: of days that are over in every instance's clock; where strangers keep coming, ingest has done it already */
DELETE FROM spoor.visitor_salts WHERE day < (now() AT TIME ZONE 'UTC')::date - 1
