/* look_at_schema: whether the database can be written, and whether columns are missing that the code knows */
SELECT pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only') = 'on' AS read_only,
       EXISTS (
           SELECT
             FROM pg_catalog.jsonb_to_recordset(%(wanted)s) AS wanted(in_schema text, in_table text, named text)
            WHERE NOT EXISTS (
                      SELECT
                        FROM pg_catalog.pg_namespace AS place
                        JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = place.oid
                        JOIN pg_catalog.pg_attribute AS known ON known.attrelid = relation.oid
                       WHERE place.nspname = wanted.in_schema
                         AND relation.relname = wanted.in_table
                         AND known.attname = wanted.named
                         AND NOT known.attisdropped
                  )
       ) AS missing
