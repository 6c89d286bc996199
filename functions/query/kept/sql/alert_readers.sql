/* alert_readers: those of the addresses that belong to somebody who has verified it and may see the app */
SELECT spoor.alert_readers(%(app_id)s, %(addresses)s::text[], %(teams)s, %(second_factors)s) AS readers
