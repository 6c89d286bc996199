"""`python -m dev.demo` as people run it, against a whole Spoor."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dev.demo import owner
from dev.demo.site import Site
from dev.stack import Stack
from dev.up import ROOT, TEMPLATE, Wishes, up

VARIABLES = {"DATABASE_URL", "DIRECT_DATABASE_URL", "SPOOR_BASE_URL", "INGEST_URL", "BETTER_AUTH_SECRET"}
SMALL = ["--visitors", "120", "--days", "22"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack on ports of its own."""
    caller = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    caller |= {"SPOOR_PORT": "0", "SPOOR_INGEST_PORT": "0", "SPOOR_DATA": str(tmp_path_factory.mktemp("spoor"))}
    with up(Wishes.of(caller, TEMPLATE)) as running:
        yield running


def demo(stack: Stack, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, on that stack."""
    ports = {"SPOOR_PORT": str(stack.port), "SPOOR_INGEST_PORT": str(stack.ingest_port)}
    return subprocess.run(
        [sys.executable, "-m", "dev.demo", *options],
        cwd=ROOT,
        env={**os.environ, **ports},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_app_is_filled_and_a_second_run_adds_nothing(stack: Stack) -> None:
    first = demo(stack, *SMALL)
    assert first.returncode == 0, first.stderr
    [stored] = re.findall(r"^([\d,]+) stored, 0 were there already\.$", first.stdout, re.MULTILINE)
    assert owner.EMAIL in first.stdout
    assert owner.PASSWORD in first.stdout
    second = demo(stack, *SMALL)
    assert f"\n0 stored, {stored} were there already.\n" in second.stdout

    site = Site(f"http://127.0.0.1:{stack.port}")
    owner.sign_in(site, owner.EMAIL, owner.PASSWORD)
    [app] = site.ask("GET", "/api/apps").body["apps"]
    funnels = site.ask("GET", f"/api/apps/{app['id']}/funnels").body["funnels"]
    assert {funnel["name"] for funnel in funnels} == {"Activation", "Checkout", "Sign-up"}
    question = {"from": "2020-01-01", "to": "2090-01-01", "interval": "month"}
    trend = site.ask("POST", f"/api/apps/{app['id']}/reports/trends", {**question, "series": [{"event": None}]})
    assert trend.body["series"][0]["total"] == int(stored.replace(",", ""))


def test_a_wrong_password_is_told_and_nothing_is_made(stack: Stack) -> None:
    demo(stack, *SMALL)
    wrong = demo(stack, *SMALL, "--password", "not-the-one-it-was")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        f"{owner.EMAIL} exists with another password. Give it with --password, or another --email.\n",
    )


def test_without_a_running_spoor_it_says_how_to_start_one() -> None:
    alone = subprocess.run(
        [sys.executable, "-m", "dev.demo", "--url", "http://127.0.0.1:9"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert alone.returncode == 1
    assert "`make dev`" in alone.stderr
    assert "Traceback" not in alone.stderr


def test_the_public_password_is_not_put_on_somebody_elses_machine() -> None:
    far = subprocess.run(
        [sys.executable, "-m", "dev.demo", "--url", "https://spoor.example.com"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert far.returncode == 2
    assert "--password is needed" in far.stderr
