/* lock_watermark: one run at a time for each app: nothing comes back while another is at it, or when the app is gone.
   Locking the app keeps it from being deleted meanwhile; the time-out frees both when this instance dies unheard. The
   planner may not know yet how much has just come in, and must not read all of it to find the newest: index only. */
SELECT
    mark.gap_seconds,
    settings.session_gap_seconds,
    set_config('idle_in_transaction_session_timeout', '10s', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true)
FROM spoor.session_watermarks AS mark
JOIN public.tracked_apps AS app ON app.id = mark.app_id
JOIN spoor.settings ON settings.app_id = mark.app_id
WHERE mark.app_id = %(app_id)s::uuid
FOR UPDATE OF mark SKIP LOCKED
FOR KEY SHARE OF app SKIP LOCKED
