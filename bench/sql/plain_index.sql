/* plain_index: the one index without the columns that reports read beside its keys */
DROP INDEX idx_event_app_time;
CREATE INDEX idx_event_app_time ON public.events (app_id, occurred_at)
