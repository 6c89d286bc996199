/* put_plan: makes a plan the app's, in the place of what it had; nothing where the app has gone meanwhile */
INSERT INTO spoor.tracking_plans AS own (app_id, plan)
SELECT id, %(plan)s FROM public.tracked_apps WHERE id = %(app_id)s
ON CONFLICT (app_id) DO UPDATE SET plan = excluded.plan, changed_at = now()
RETURNING plan, changed_at
