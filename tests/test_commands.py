"""Every command that the guides show is run by a test, or the guide says there why none can run it: it needs AWS, the
internet, a container engine, a machine of one's own, or a program of somebody else's."""

import importlib
import re
import sys
from collections.abc import Mapping

import pytest

from tests.catalogue import missing
from tests.guides import GUIDES, ROOT, commands

TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))

_GUIDE = "deployment/test_guide.py::"
_POISON = f"{_GUIDE}test_poison_is_counted_cleared_and_done_at_once_by_the_guides_commands"
_TENANT = f"{_GUIDE}test_a_tenant_that_grows_too_large_moves_with_its_key_and_its_events"
_MAKE = "template/test_make.py::"
_CI = f"{_MAKE}test_make_test_checks_style_types_arrows_and_behaviour"
_REPLAY = "dev/test_replay.py::test_every_message_is_named_with_its_reason_and_sent"
_DEPLOY = "deployment/test_deploy.py::"
_SUPPLY = "test_supply.py::"
_SITE = (
    "host/test_image.py::test_an_empty_database_becomes_a_site_that_takes_events_in_little_memory_and_with_least_rights"
)
_MOVE = "host/move/test_move.py::"
_IMPORT = "importing/test_resumption.py::"

RUN_BY: Mapping[str, str] = {
    r"make dev$": "dev/test_main.py::test_it_serves_and_leaves_no_process_and_no_lock_when_interrupted",
    r"(make|\.venv/bin/python -m) dev --help$": "dev/test_main.py::test_help_names_the_variables",
    r"WEB_SOURCES=true make dev$": "web/test_sources.py",
    r"AWS_ENDPOINT_URL=\S+ make dev$": "faults/test_ledger.py::test_the_server_promises_durability",
    r"make demo$": "dev/demo/test_main.py::test_an_app_is_filled_and_a_second_run_adds_nothing",
    r"make help$": f"{_MAKE}test_help_lists_every_task_with_a_line",
    r"make (test|install)$": f"{_MAKE}test_continuous_integration_runs_make_test_and_nothing_private",
    r"make (lint|types|arrows|format)$": _CI,
    r"make pytest ": _CI,
    r"make clean$": f"{_MAKE}test_what_is_made_is_removed_and_what_is_yours_stays",
    r"make golden$": "query/engines/postgres/test_golden.py::"
    "test_every_report_has_golden_statements_and_no_statement_is_left_over",
    r"make openapi$": "query/api/test_openapi.py::test_the_committed_copy_is_the_document",
    r"make pages$": "web/test_built.py::test_what_is_served_is_made_of_the_sources",
    r"make kernel$": "kernel.py",
    r"make validate$": "template/test_builds.py::test_the_template_is_valid_without_credentials_or_region",
    r"(make|sam) build$": "template/test_builds.py::test_a_zip_holds_all_of_its_packages",
    r"make bill$": f"{_SUPPLY}test_the_bill_names_exactly_what_is_shipped",
    r"make audit$": f"{_SUPPLY}test_an_audit_asks_for_all_that_is_locked_and_tells_what_is_new",
    r"make version( VERSION=\S+)?$": f"{_SUPPLY}test_a_version_is_made_of_what_is_unreleased",
    r"make cost$": "deployment/test_cost.py::test_the_page_says_what_the_template_costs",
    r"make doctor( URL=\S+)?$": "dev/test_doctor.py::test_a_pooler_in_transaction_mode_is_told_from_none",
    r"make migrate$": "spoor/test_schema.py::test_migrating_twice_changes_nothing",
    r"make seal$": "lake/test_catalogue.py",
    r"make sql$": "lake/test_prompt.py::test_an_analyst_asks_all_events_whether_sealed_or_open",
    r"make (bench|pictures)$|python -m bench\.": "test_commands.py::test_every_measurement_that_a_guide_names_begins",
    r"DRY_RUN=1 make deploy$": f"{_DEPLOY}test_a_dry_run_prints_every_call_and_changes_nothing",
    r"make deploy$": f"{_DEPLOY}test_two_answers_are_enough",
    r"SIGN_UP=open make deploy$": f"{_DEPLOY}test_sign_up_is_left_open_by_that_word_alone_and_closed_by_another",
    r"STAGE=\S+ make deploy$": f"{_DEPLOY}test_a_stage_beside_production_touches_nothing_of_it",
    r"DOMAIN=\S+ make deploy$": (
        "deployment/test_domain.py::test_with_a_zone_the_name_is_enough_and_a_second_run_asks_for_nothing"
    ),
    r"make rollback$": "deployment/test_releases.py::test_every_alias_goes_back_to_the_last_good_release",
    r"make destroy$": "deployment/test_destroy.py::test_a_queue_with_events_outlives_its_stack",
    r"make replay( |$)": _REPLAY,
    r"\.venv/bin/moto_server": _REPLAY,
    r"psql .*-v visitor": (
        "query/apps/test_erasures.py::test_what_operations_say_to_run_over_the_direct_url_erases_as_the_api_does"
    ),
    r"(SPOOR_URL=.* )?make clear\b": _POISON,
    r"until .*clear_events": _POISON,
    r"psql .*(NEW|OLD)_DATABASE_URL": _TENANT,
    r"(DATABASE_URL=\S+ )?make import\b": (
        f"{_IMPORT}test_killed_at_each_tenth_nothing_is_lost_or_doubled_and_each_refused_line_is_told_once"
    ),
    r"(DIRECT_DATABASE_URL=\S+ )?make move\b": (
        f"{_MOVE}test_everything_moves_there_and_back_though_it_is_cut_off_and_every_report_is_the_same"
    ),
    r"(PYTHON=\S+ )?scripts/image\.sh": _SITE,
    r"curl .*:3001/v1/events": f"{_GUIDE}test_the_readmes_curl_is_answered_with_the_receipt_that_it_says",
    r"curl .*:8080/i/v1/events": _SITE,
    r"npx drizzle-kit push": "clients/test_better_auth_server.py",
}
"""A command's pattern, and the test that runs it or what stands behind it."""

AWS, NETWORK, ENGINE = r"\bAWS\b", r"\binternet\b", r"\bcontainer engine\b"
MACHINE, FLY, CLAUDE = r"\bas root\b|`sudo|^On Debian or macOS", r"an account there", r"Claude Code"
NOT_RUN: Mapping[str, str] = {
    r"aws ": AWS,
    r"sam (deploy|local)$": AWS,
    r"make local\b": ENGINE,
    r"([A-Z_]+=\S+ |[A-Z_]+=\$\(.*?\) )*docker ": ENGINE,
    r"(cp|install|systemctl|rm|journalctl) ": MACHINE,
    r"(sudo )?apt-get |xcode-select ": MACHINE,
    r"python3 -m venv /opt/spoor": MACHINE,
    r"/opt/spoor/python/bin/pip install": MACHINE,
    r"fly ": FLY,
    r"claude mcp add": CLAUDE,
    r"make lock$": NETWORK,
    r"pip install |openapi-python-client generate": NETWORK,
    r"python3 -m venv \.(client|spark)-venv|\. \.client-venv|\.spark-venv/bin/pip": NETWORK,
    r"SPOOR_SPARK_PYTHON=\S+ make pytest": NETWORK,
}
"""A command's pattern, and what it needs: the word by which its reader is told, in its section or the opening."""


def test_every_command_of_the_guides_is_run_or_its_reader_is_told_what_it_needs() -> None:
    found = list(commands())
    assert len(found) > 150
    unknown, untold = [], []
    for one in found:
        if any(re.match(pattern, one.line) for pattern in RUN_BY):
            continue
        needs = [need for pattern, need in NOT_RUN.items() if re.match(pattern, one.line)]
        if not needs:
            unknown.append((one.guide, one.line))
        elif not any(re.search(need, one.told, re.MULTILINE) for need in needs):
            untold.append((one.guide, one.line, needs))
    assert unknown == [], "give each a row: the test that runs it, or what it needs"
    assert untold == [], "say in its section what it needs"


def test_no_row_is_left_over_and_what_runs_them_is_there() -> None:
    lines = [one.line for one in commands()]
    assert [it for it in (*RUN_BY, *NOT_RUN) if not any(re.match(it, line) for line in lines)] == []
    places = {place for place in RUN_BY.values() if "::" in place}
    assert missing(places) == []
    assert all((ROOT / "tests" / place).exists() for place in set(RUN_BY.values()) - places)


def test_every_task_that_a_guide_names_is_one_of_make() -> None:
    named = {
        (guide.name, task)
        for guide in GUIDES
        for task in re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", guide.read_text())
    }
    assert {each for each in named if each[1] not in TARGETS} == set()


def test_every_measurement_that_a_guide_names_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would take minutes to its end; that it can be called so is what a guide has to be right about."""
    named = {(found[1], tuple(found[2].split())) for one in commands() if (found := _MEASURING.match(one.line))}
    assert len(named) > 8
    for module, words in {*named, ("bench", ()), ("bench.pictures", ())}:
        told = [word for word in words if word != "…"] + (["folder"] if "…" in words else [])
        monkeypatch.setattr(sys, "argv", [module, *told, "--help"])
        with pytest.raises(SystemExit) as ended:
            importlib.import_module(f"{module}.__main__" if module == "bench" else module).main()
        assert ended.value.code == 0, (module, words)
    assert "usage" in capsys.readouterr().out


_MEASURING = re.compile(r"python -m (bench\.[a-z_.]+)(.*)")
