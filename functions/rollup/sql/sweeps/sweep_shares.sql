/* sweep_shares: an app's owners see for a while which have ended by themselves */
DELETE FROM spoor.shares WHERE expires_at < now() - interval '30 days'
