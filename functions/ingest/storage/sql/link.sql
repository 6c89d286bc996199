/* link: what a batch says of ids beyond what one statement takes */
SELECT spoor.link(%(app_id)s, %(said)s::jsonb, %(sender)s, %(merging)s) AS refused
