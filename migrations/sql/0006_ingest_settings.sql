-- What an app says about the events it wants. Constants as defaults rewrite no row, so the lock is held for a moment only.

ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS keep_bots             boolean NOT NULL DEFAULT false;
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS allowed_event_names   text[];
ALTER TABLE tracked_apps ADD COLUMN IF NOT EXISTS rate_limit_per_minute integer;
