"""Every fault of the catalogue (tests/data/hostile/db-fault.jsonl) is tried somewhere, or it is said why not."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

TESTS = Path(__file__).parents[1]
CASES = [json.loads(line) for line in (TESTS / "data" / "hostile" / "db-fault.jsonl").read_text().splitlines()]

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
    "DBF-023": "faults/test_copies.py::test_of_many_copies_at_once_every_event_is_accepted_by_one",
    "DBF-026": "faults/test_connections.py::test_a_database_that_only_reads_is_away_until_it_writes_again",
    "DBF-031": ("hostile/test_ingest.py::test_the_checks_after_every_case_see_what_a_request_could_leave_behind"),
    "DBF-032": "faults/test_connections.py::test_prepared_statements_would_break_behind_this_pooler",
    "DBF-033": ("faults/test_connections.py::test_whichever_statement_of_a_first_request_is_cut_nothing_is_half_done"),
    "DBF-036": "faults/test_connections.py::test_a_queue_replayed_after_a_restore_is_stored_once",
}

ELSEWHERE: Mapping[str, str] = {
    "DBF-020": "bench/instances.py: two hundred processes are too many for a test",
    "DBF-022": "the pooler has an entry for ingest and one for reports (dev/pooler.py); to measure it is for bench",
    "DBF-024": "needs a file system of its own, that is root and mount; 53100 is among the codes that mean away",
    "DBF-027": "migrations: not ingest's",
    "DBF-028": "migrations: not ingest's",
    "DBF-029": "migrations: not ingest's",
    "DBF-030": "migrations: not ingest's",
    "DBF-034": "needs libfaketime; which times are taken is tests/ingest/test_moment.py",
    "DBF-037": "needs a server with passwords; the layer forgets a secret on class 28, and asks for it again",
}


def test_every_fault_of_the_catalogue_has_its_place() -> None:
    assert {case["id"] for case in CASES} == TRIED.keys() | ELSEWHERE.keys()
    assert not TRIED.keys() & ELSEWHERE.keys()


def test_what_is_named_exists() -> None:
    for place in TRIED.values():
        file, _, name = place.partition("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(), re.MULTILINE), place
