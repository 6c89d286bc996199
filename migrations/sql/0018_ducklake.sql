-- A DuckLake 1.0 catalogue of views: https://ducklake.select/docs/stable/specification. `events` has the files of sealed
-- days, and, as what DuckLake calls inlined data, all other events; `people` and `apps` are inlined data alone. There are
-- no statistics of whole tables: readers keep those, and take what was true once for what is. Those of a file stay true.

CREATE VIEW spoor_lake.ducklake_metadata AS
SELECT said.key, said.value, NULL::text AS scope, NULL::bigint AS scope_id
FROM (VALUES
    ('version', '1.0'), ('created_by', 'Spoor'), ('encrypted', 'false'),
    ('data_path', coalesce((SELECT url || '/' FROM spoor.lake_home), ''))
) AS said (key, value);

-- One snapshot: of now.
CREATE VIEW spoor_lake.ducklake_snapshot AS
SELECT
    (extract(epoch FROM now()) * 1000000)::bigint AS snapshot_id, now() AS snapshot_time,
    1::bigint AS schema_version, 100::bigint AS next_catalog_id, 0::bigint AS next_file_id;
CREATE VIEW spoor_lake.ducklake_snapshot_changes AS
SELECT
    snapshot_id, NULL::text AS changes_made, 'Spoor'::text AS author, NULL::text AS commit_message,
    NULL::text AS commit_extra_info
FROM spoor_lake.ducklake_snapshot;

CREATE VIEW spoor_lake.ducklake_schema AS
SELECT
    0::bigint AS schema_id, 'd0c5c0de-5900-4000-8000-000000000000'::uuid AS schema_uuid, 0::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot, 'main'::text AS schema_name, NULL::text AS path, NULL::boolean AS path_is_relative;

CREATE VIEW spoor_lake.ducklake_table AS
SELECT
    id::bigint AS table_id, ('d0c5c0de-5900-4000-8000-00000000000' || id)::uuid AS table_uuid, 0::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot, 0::bigint AS schema_id, name::text AS table_name, NULL::text AS path,
    NULL::boolean AS path_is_relative
FROM (VALUES (1, 'events'), (2, 'people'), (3, 'apps')) AS made (id, name);

CREATE VIEW spoor_lake.ducklake_schema_versions AS
SELECT 0::bigint AS begin_snapshot, 1::bigint AS schema_version, table_id FROM spoor_lake.ducklake_table;

CREATE VIEW spoor_lake.ducklake_column AS
SELECT
    row_number() OVER (PARTITION BY table_id ORDER BY place) AS column_id, 0::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot, table_id::bigint AS table_id,
    row_number() OVER (PARTITION BY table_id ORDER BY place) AS column_order, name::text AS column_name,
    type::text AS column_type, NULL::text AS initial_default, 'NULL'::text AS default_value, true AS nulls_allowed,
    NULL::bigint AS parent_column, 'literal'::text AS default_value_type, 'duckdb'::text AS default_value_dialect
FROM (VALUES
    (1, 1, 'app_id', 'varchar'), (1, 2, 'id', 'varchar'), (1, 3, 'name', 'varchar'), (1, 4, 'anonymous_id', 'varchar'),
    (1, 5, 't_ms', 'int64'), (1, 6, 't_us', 'int16'), (1, 7, 'properties', 'varchar'),
    (2, 1, 'app_id', 'varchar'), (2, 2, 'anonymous_id', 'varchar'), (2, 3, 'visitor', 'varchar'),
    (3, 1, 'app_id', 'varchar'), (3, 2, 'name', 'varchar'), (3, 3, 'session_gap_ms', 'int64')
) AS told (table_id, place, name, type);

-- Columns of files are found by name, and the app by the name of the folder.
CREATE VIEW spoor_lake.ducklake_column_mapping AS
SELECT 1::bigint AS mapping_id, 1::bigint AS table_id, 'map_by_name'::text AS type;
CREATE VIEW spoor_lake.ducklake_name_mapping AS
SELECT
    1::bigint AS mapping_id, column_id, column_name AS source_name, column_id AS target_field_id,
    NULL::bigint AS parent_column, column_name = 'app_id' AS is_partition
FROM spoor_lake.ducklake_column WHERE table_id = 1;

-- A file's rows are all of one app and one day, and that never changes.
CREATE VIEW spoor_lake.ducklake_data_file AS
SELECT
    hashtextextended(path, 0) & 4611686018427387903 AS data_file_id, 1::bigint AS table_id, 0::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot, NULL::bigint AS file_order, path, true AS path_is_relative, 'parquet'::text AS file_format,
    rows AS record_count, bytes AS file_size_bytes, NULL::bigint AS footer_size,
    (sum(rows) OVER (ORDER BY app_id, day) - rows)::bigint AS row_id_start, NULL::bigint AS partition_id,
    NULL::text AS encryption_key, 1::bigint AS mapping_id, NULL::bigint AS partial_max
FROM spoor_lake.sealed_days;
CREATE VIEW spoor_lake.ducklake_file_column_stats AS
SELECT
    hashtextextended(path, 0) & 4611686018427387903 AS data_file_id, 1::bigint AS table_id, told.column_id::bigint AS column_id,
    NULL::bigint AS column_size_bytes, rows AS value_count, 0::bigint AS null_count, told.min_value, told.max_value,
    NULL::boolean AS contains_nan, NULL::text AS extra_stats
FROM spoor_lake.sealed_days
CROSS JOIN LATERAL (SELECT extract(epoch FROM day::timestamp AT TIME ZONE 'UTC')::bigint * 1000) AS begins (ms)
CROSS JOIN LATERAL (VALUES (1, app_id, app_id), (5, ms::text, (ms + 86399999)::text)) AS told (column_id, min_value, max_value);

CREATE VIEW spoor_lake.ducklake_inlined_data_tables AS
SELECT table_id, 'ducklake_inlined_data_' || table_id || '_1' AS table_name, 1::bigint AS schema_version
FROM spoor_lake.ducklake_table;
CREATE VIEW spoor_lake.ducklake_inlined_data_1_1 AS
SELECT row_number() OVER () AS row_id, 0::bigint AS begin_snapshot, NULL::bigint AS end_snapshot, event.*
FROM spoor_lake.open_events() AS event;
CREATE VIEW spoor_lake.ducklake_inlined_data_2_1 AS
SELECT row_number() OVER () AS row_id, 0::bigint AS begin_snapshot, NULL::bigint AS end_snapshot, one.*
FROM spoor_lake.people AS one;
CREATE VIEW spoor_lake.ducklake_inlined_data_3_1 AS
SELECT row_number() OVER () AS row_id, 0::bigint AS begin_snapshot, NULL::bigint AS end_snapshot, one.*
FROM spoor_lake.apps_by_name() AS one;

-- What is not used has to be there all the same.
CREATE VIEW spoor_lake.ducklake_inlined_delete_1 AS
SELECT NULL::bigint AS file_id, NULL::bigint AS row_id, NULL::bigint AS begin_snapshot WHERE false;
CREATE VIEW spoor_lake.ducklake_inlined_delete_2 AS SELECT * FROM spoor_lake.ducklake_inlined_delete_1;
CREATE VIEW spoor_lake.ducklake_inlined_delete_3 AS SELECT * FROM spoor_lake.ducklake_inlined_delete_1;
CREATE VIEW spoor_lake.ducklake_view AS SELECT
    NULL::bigint AS view_id, NULL::uuid AS view_uuid, NULL::bigint AS begin_snapshot, NULL::bigint AS end_snapshot,
    NULL::bigint AS schema_id, NULL::text AS view_name, NULL::text AS dialect, NULL::text AS sql,
    NULL::text AS column_aliases
WHERE false;
CREATE VIEW spoor_lake.ducklake_tag AS SELECT
    NULL::bigint AS object_id, NULL::bigint AS begin_snapshot, NULL::bigint AS end_snapshot, NULL::text AS key,
    NULL::text AS value
WHERE false;
CREATE VIEW spoor_lake.ducklake_column_tag AS SELECT
    NULL::bigint AS table_id, NULL::bigint AS column_id, NULL::bigint AS begin_snapshot, NULL::bigint AS end_snapshot,
    NULL::text AS key, NULL::text AS value
WHERE false;
CREATE VIEW spoor_lake.ducklake_file_variant_stats AS SELECT
    NULL::bigint AS data_file_id, NULL::bigint AS table_id, NULL::bigint AS column_id, NULL::text AS variant_path,
    NULL::text AS shredded_type, NULL::bigint AS column_size_bytes, NULL::bigint AS value_count,
    NULL::bigint AS null_count, NULL::text AS min_value, NULL::text AS max_value, NULL::boolean AS contains_nan,
    NULL::text AS extra_stats
WHERE false;
CREATE VIEW spoor_lake.ducklake_delete_file AS SELECT
    NULL::bigint AS delete_file_id, NULL::bigint AS table_id, NULL::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot, NULL::bigint AS data_file_id, NULL::text AS path, NULL::boolean AS path_is_relative,
    NULL::text AS format, NULL::bigint AS delete_count, NULL::bigint AS file_size_bytes, NULL::bigint AS footer_size,
    NULL::text AS encryption_key, NULL::bigint AS partial_max
WHERE false;
CREATE VIEW spoor_lake.ducklake_table_stats AS SELECT
    NULL::bigint AS table_id, NULL::bigint AS record_count, NULL::bigint AS next_row_id, NULL::bigint AS file_size_bytes
WHERE false;
CREATE VIEW spoor_lake.ducklake_table_column_stats AS SELECT
    NULL::bigint AS table_id, NULL::bigint AS column_id, NULL::boolean AS contains_null, NULL::boolean AS contains_nan,
    NULL::text AS min_value, NULL::text AS max_value, NULL::text AS extra_stats
WHERE false;
CREATE VIEW spoor_lake.ducklake_partition_info AS SELECT
    NULL::bigint AS partition_id, NULL::bigint AS table_id, NULL::bigint AS begin_snapshot, NULL::bigint AS end_snapshot
WHERE false;
CREATE VIEW spoor_lake.ducklake_partition_column AS SELECT
    NULL::bigint AS partition_id, NULL::bigint AS table_id, NULL::bigint AS partition_key_index,
    NULL::bigint AS column_id, NULL::text AS transform
WHERE false;
CREATE VIEW spoor_lake.ducklake_file_partition_value AS SELECT
    NULL::bigint AS data_file_id, NULL::bigint AS table_id, NULL::bigint AS partition_key_index,
    NULL::text AS partition_value
WHERE false;
CREATE VIEW spoor_lake.ducklake_files_scheduled_for_deletion AS SELECT
    NULL::bigint AS data_file_id, NULL::text AS path, NULL::boolean AS path_is_relative,
    NULL::timestamptz AS schedule_start
WHERE false;
CREATE VIEW spoor_lake.ducklake_macro AS SELECT
    NULL::bigint AS schema_id, NULL::bigint AS macro_id, NULL::text AS macro_name, NULL::bigint AS begin_snapshot,
    NULL::bigint AS end_snapshot
WHERE false;
CREATE VIEW spoor_lake.ducklake_macro_impl AS SELECT
    NULL::bigint AS macro_id, NULL::bigint AS impl_id, NULL::text AS dialect, NULL::text AS sql, NULL::text AS type
WHERE false;
CREATE VIEW spoor_lake.ducklake_macro_parameters AS SELECT
    NULL::bigint AS macro_id, NULL::bigint AS impl_id, NULL::bigint AS column_id, NULL::text AS parameter_name,
    NULL::text AS parameter_type, NULL::text AS default_value, NULL::text AS default_value_type
WHERE false;
CREATE VIEW spoor_lake.ducklake_sort_info AS SELECT
    NULL::bigint AS sort_id, NULL::bigint AS table_id, NULL::bigint AS begin_snapshot, NULL::bigint AS end_snapshot
WHERE false;
CREATE VIEW spoor_lake.ducklake_sort_expression AS SELECT
    NULL::bigint AS sort_id, NULL::bigint AS table_id, NULL::bigint AS sort_key_index, NULL::text AS expression,
    NULL::text AS dialect, NULL::text AS sort_direction, NULL::text AS null_order
WHERE false;

GRANT USAGE ON SCHEMA spoor_lake TO spoor_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA spoor_lake TO spoor_analyst;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA spoor_lake TO spoor_analyst;
