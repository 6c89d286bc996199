"""Every fault of the catalogue (tests/data/hostile/db-fault.jsonl) is tried somewhere, or it is said why not."""

from collections.abc import Mapping

from tests.catalogue import lines_of, missing

TRIED: Mapping[str, str] = {
    "DBF-001": "faults/test_ledger.py::test_without_a_fault_all_that_is_stored_is_acknowledged",
    "DBF-002": "faults/test_ledger.py::terminate_backends",
    "DBF-003": "faults/test_ledger.py::kill_a_backend",
    "DBF-004": "faults/test_ledger.py::crash_server",
    "DBF-005": "faults/test_ledger.py::kill_pooler",
    "DBF-006": "faults/test_ledger.py::test_the_checker_finds_losses_where_commits_are_not_awaited",
    "DBF-007": "faults/test_ledger.py::freeze_pooler",
    "DBF-009": "faults/test_ledger.py::cut_after",
    "DBF-010": "faults/test_ledger.py::cut_before",
    "DBF-011": "faults/test_ledger.py::black_hole",
    "DBF-013": "faults/test_connections.py::test_a_slow_network_is_slow_and_nothing_else",
    "DBF-014": "faults/test_connections.py::test_a_connection_said_goodbye_to_while_idle_costs_no_request",
    "DBF-015": "faults/test_connections.py::test_a_connection_reset_while_idle_costs_no_request",
    "DBF-016": (
        "faults/test_connections.py::test_an_instance_frozen_for_longer_than_the_pooler_waits_answers_its_first_request"
    ),
    "DBF-017": "faults/test_ledger.py::test_instances_frozen_in_the_middle_of_requests_hold_nobody_up",
    "DBF-018": ("faults/test_ledger.py::test_an_instance_killed_in_the_middle_of_a_request_leaves_nothing_half_done"),
    "DBF-021": "faults/test_connections.py::test_a_pooler_with_no_room_for_another_client_is_a_503",
    "DBF-022": "faults/test_pools.py::test_events_are_stored_while_more_reports_run_than_there_are_connections",
    "DBF-023": "faults/test_copies.py::test_of_many_copies_at_once_every_event_is_accepted_by_one",
    "DBF-024": "faults/test_disk.py::test_what_does_not_fit_is_a_503_as_a_whole_and_stored_once_there_is_room",
    "DBF-026": "faults/test_connections.py::test_a_database_that_only_reads_is_away_until_it_writes_again",
    "DBF-027": "faults/test_migration.py::test_events_are_stored_though_a_migration_stands_in_their_way",
    "DBF-028": "spoor/test_schema.py::test_of_two_migrations_at_once_one_does_the_work_and_the_other_finds_it_done",
    "DBF-029": "spoor/test_schema.py::test_a_migration_killed_halfway_leaves_nothing_and_runs_again",
    "DBF-030": "faults/test_migration.py::test_events_are_stored_though_a_migration_stands_in_their_way",
    "DBF-031": ("hostile/test_ingest.py::test_the_checks_after_every_case_see_what_a_request_could_leave_behind"),
    "DBF-032": "faults/test_connections.py::test_prepared_statements_would_break_behind_this_pooler",
    "DBF-033": ("faults/test_connections.py::test_whichever_statement_of_a_first_request_is_cut_nothing_is_half_done"),
    "DBF-034": "faults/test_clock.py::test_what_an_instance_with_a_wrong_clock_stored_is_a_duplicate_to_every_other",
    "DBF-036": "faults/test_connections.py::test_a_queue_replayed_after_a_restore_is_stored_once",
    "DBF-037": "faults/test_password.py::test_a_rotated_password_costs_no_request",
}

NOT_TRIED: Mapping[str, str] = {
    "DBF-020": "two hundred processes are too many for a test: bench/intake/instances.py has them",
}

IN_PART: Mapping[str, str] = {
    "DBF-029": "migrations are one transaction, so wherever they are killed nothing is left: one place is tried",
    "DBF-030": "old code on new tables only: migrations go first, so there is no new code on old ones",
    "DBF-034": "the time of arrival is the instance's and not the database's: it is told before there is a connection",
}

CONTROLS: Mapping[str, str] = {
    "DBF-006": "faults/test_ledger.py::test_the_checker_finds_losses_where_commits_are_not_awaited",
    "DBF-022": "faults/test_pools.py::test_in_a_pool_that_they_shared_events_would_wait_for_reports",
    "DBF-023": "faults/test_copies.py::test_copies_whose_rows_are_not_sorted_deadlock",
    "DBF-032": "faults/test_connections.py::test_prepared_statements_would_break_behind_this_pooler",
}
"""Where the opposite is shown: a test that would not see it has no teeth."""


def test_every_fault_of_the_catalogue_is_tried_or_it_is_said_why_not() -> None:
    assert lines_of("db-fault") == TRIED.keys() | NOT_TRIED.keys()
    assert not TRIED.keys() & NOT_TRIED.keys()
    assert IN_PART.keys() | CONTROLS.keys() <= TRIED.keys()


def test_what_is_named_exists() -> None:
    assert missing([*TRIED.values(), *CONTROLS.values()]) == []
