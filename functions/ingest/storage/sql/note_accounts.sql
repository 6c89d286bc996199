/* note_accounts: what a batch says of accounts themselves, once its events are stored */
SELECT spoor.note_accounts(%(app_id)s, %(news)s::jsonb)
