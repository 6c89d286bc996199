/* sweep_outcomes: counts of what became of events are kept for 90 days */
DELETE FROM spoor.outcomes WHERE hour < now() - interval '90 days'
