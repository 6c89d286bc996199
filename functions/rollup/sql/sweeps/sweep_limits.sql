/* sweep_limits: counts of requests that are over by any limit there is, the longest of which is five minutes */
DELETE FROM spoor.rate_limit WHERE last_request < extract(epoch FROM now() - interval '1 hour') * 1000
