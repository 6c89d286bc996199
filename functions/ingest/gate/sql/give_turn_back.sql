/* give_turn_back */
DELETE FROM spoor.ingest_turns WHERE app_id = %(app_id)s::uuid AND turn = %(turn)s
