/* keep_order: tables are joined as a statement names them, until the end of the transaction. An event's accounts are a
   loop over its own few, and of an app that is younger than the statistics the planner would put all other joins inside of
   it: they would be made anew for each event */
SELECT set_config('join_collapse_limit', '1', true)
