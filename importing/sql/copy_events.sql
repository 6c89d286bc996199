COPY public.events (id, app_id, name, anonymous_id, properties, occurred_at) FROM STDIN
