/* sweep_alert_messages: the history of alerts is of 90 days */
DELETE FROM spoor.alert_messages WHERE created_at < now() - interval '90 days'
