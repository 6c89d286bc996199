"""`python -m dev.demo` as people run it, against a whole Spoor."""

import re
import subprocess
import sys

from dev.demo import owner
from dev.demo.scenario import SEED, app_name
from dev.demo.site import Site
from dev.stack import Stack
from dev.up import ROOT
from tests.dev.demo.running import demo

SMALL = ["--visitors", "120", "--days", "22"]


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
    name = app_name(seed=SEED, days=22, visitors=120)
    [app] = [app for app in site.ask("GET", "/api/apps").body["apps"] if app["name"] == name]
    funnels = site.ask("GET", f"/api/apps/{app['id']}/funnels").body["funnels"]
    assert {funnel["name"] for funnel in funnels} == {"Activation", "Checkout", "Sign-up"}
    notes = site.ask("GET", f"/api/apps/{app['id']}/annotations").body["annotations"]
    assert [note["text"] for note in notes] == ["Release 4.1.0", "Release 4.2.0", "Release 4.2.1"]
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
