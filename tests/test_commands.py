"""Every command that the guides show is run by a test, or it says why none can: it needs AWS, or the internet."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.catalogue import missing

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))

AWS, NETWORK, CONTAINERS = "needs AWS", "needs the internet", "needs a container engine, or a host of one's own"
_GUIDE = "deployment/test_guide.py::"
_DOMAIN = "deployment/test_domain.py::test_with_a_zone_the_name_is_enough_and_a_second_run_asks_for_nothing"

RUN_BY: Mapping[str, str] = {
    r"make dev\b": "dev/test_main.py::test_it_serves_and_leaves_no_process_and_no_lock_when_interrupted",
    r"make test\b": "template/test_make.py::test_continuous_integration_runs_make_test_and_nothing_private",
    r"make migrate\b": "spoor/test_schema.py::test_migrating_twice_changes_nothing",
    r"DRY_RUN=1 make deploy\b": "deployment/test_deploy.py::test_a_dry_run_prints_every_call_and_changes_nothing",
    r"make deploy\b": "deployment/test_deploy.py::test_two_answers_are_enough",
    r"DOMAIN=\S+ make deploy\b": _DOMAIN,
    r"make replay\b": "dev/test_replay.py::test_every_message_is_named_with_its_reason_and_sent",
    r"\.venv/bin/moto_server": "dev/test_replay.py::test_every_message_is_named_with_its_reason_and_sent",
    r"AWS_ENDPOINT_URL=\S+ make dev": "faults/test_ledger.py::test_the_server_promises_durability",
    r"psql .*-v visitor": (
        "query/apps/test_erasures.py::test_what_operations_say_to_run_over_the_direct_url_erases_as_the_api_does"
    ),
    r"SPOOR_URL=.* make clear\b": (f"{_GUIDE}test_poison_is_counted_cleared_and_done_at_once_by_the_guides_commands"),
    r"until .*clear_events": f"{_GUIDE}test_poison_is_counted_cleared_and_done_at_once_by_the_guides_commands",
    r"psql .*(NEW|OLD)_DATABASE_URL": (f"{_GUIDE}test_a_tenant_that_grows_too_large_moves_with_its_key_and_its_events"),
    r"DATABASE_URL=\S+ make import\b": (
        "importing/test_resumption.py::"
        "test_killed_at_each_tenth_nothing_is_lost_or_doubled_and_each_refused_line_is_told_once"
    ),
    r"DIRECT_DATABASE_URL=\S+ make move\b": (
        "host/move/test_move.py::test_everything_moves_there_and_back_though_it_is_cut_off_and_every_report_is_the_same"
    ),
    r"PYTHON=\S+ scripts/image\.sh": (
        "host/test_image.py::test_an_empty_database_becomes_a_site_that_takes_events_in_little_memory_and_with_least_rights"
    ),
    r"curl .*/v1/events": f"{_GUIDE}test_the_readmes_curl_is_answered_with_the_receipt_that_it_says",
    r"npx drizzle-kit push": "clients/test_better_auth_server.py",
}
"""A command's pattern, and the test that runs it or what stands behind it."""

NOT_RUN: Mapping[str, str] = {
    r"aws ": AWS,
    r"(STAGE=\S+ )?make (rollback|destroy)\b": AWS,
    r"make local\b": CONTAINERS,
    r"([A-Z_]+=\S+ |[A-Z_]+=\$\(.*?\) )*(docker|podman|fly|flyctl|sudo|systemctl|ssh|scp) ": CONTAINERS,
    r"(cp|install|python3 -m venv) ": CONTAINERS,
    r"/opt/spoor/python/bin/pip install": NETWORK,
    r"claude mcp add": NETWORK,
    r"pip install ": NETWORK,
    r"openapi-python-client generate": NETWORK,
    r"(git|npm|brew|apt-get) ": NETWORK,
}


def commands() -> Iterator[tuple[str, str]]:
    """The guide's name, and a command of it: continued lines and documents within are part of it."""
    for guide in GUIDES:
        for block in re.findall(r"^ *```(?:sh|bash|shell|console)\n(.*?)^ *```", guide.read_text(), re.M | re.S):
            text = re.sub(r"<<'(\w+)'(.*?)^ *\1$", "", block, flags=re.M | re.S).replace("\\\n", " ")
            text = re.sub(r"'[^']*'", lambda found: found[0].replace("\n", " "), text)
            for line in map(str.strip, text.splitlines()):
                if line and not line.startswith("#"):
                    yield guide.name, line


def test_every_command_of_the_guides_is_run_or_says_what_it_needs() -> None:
    found = list(commands())
    assert len(found) > 15
    unknown = [
        (guide, line) for guide, line in found if not any(re.match(pattern, line) for pattern in (*RUN_BY, *NOT_RUN))
    ]
    assert unknown == [], "give each a row: the test that runs it, or what it needs"


def test_what_runs_them_is_there() -> None:
    places = {place for place in RUN_BY.values() if "::" in place}
    assert missing(places) == []
    assert all((ROOT / "tests" / place).exists() for place in set(RUN_BY.values()) - places)


def test_what_needs_aws_stands_where_that_is_said() -> None:
    """Those of the guide on operating AWS: elsewhere a reader could not know."""
    for guide, line in commands():
        if any(re.match(pattern, line) for pattern, need in NOT_RUN.items() if need == AWS):
            assert guide in {"operations.md", "databases.md", "lake.md"} or "AWS" in (ROOT / guide).read_text(), line


def test_every_task_that_a_guide_names_is_one_of_make() -> None:
    named = {
        (guide.name, task)
        for guide in GUIDES
        for task in re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", guide.read_text())
    }
    assert {each for each in named if each[1] not in TARGETS} == set()
