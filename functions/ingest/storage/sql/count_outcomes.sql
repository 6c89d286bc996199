/* count_outcomes: of events that are not stored */
SELECT spoor.count_outcomes(%(app_id)s, %(hour)s, %(sender)s, %(shard)s, %(told)s)
