/* keep_turn: says that the transaction is in use, though its rows are still being counted */
SELECT 1 AS one
