/* sweep_activity: what owners of accounts are shown, and no more of it */
DELETE FROM spoor.account_activity WHERE at < now() - interval '90 days'
