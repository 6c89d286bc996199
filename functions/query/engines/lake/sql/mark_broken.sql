/* mark_broken: the day is answered from the table until it is sealed again */
SELECT spoor.mark_days(%(app_id)s::uuid, %(days)s::date[])
