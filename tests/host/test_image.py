"""What the image runs: quick, small, without a right too much, and it ends what it began."""

import json
import os
import re
import stat
import subprocess
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psycopg
import pytest
import yaml

from host.configuration import KINDS, Configuration
from host.kept_secrets import NAMES, NoSecrets, gather
from tests.hosting import Hosted, hosted, within
from tests.owner import Owner
from tests.stack import ROOT

MOST_IDLE_KB = 200_000


def post(url: str, key: str, event: dict[str, object]) -> int:
    """The status of the answer to one event; 0 where there was none."""
    body = json.dumps(event).encode()
    request = Request(url + "/v1/events", body, {"content-type": "application/json", "authorization": f"Bearer {key}"})
    try:
        with urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return 0


def memory_kb(pid: int) -> int:
    """The resident memory of a process and of all its children."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return sum(rss for one, parent, rss in rows if pid in (one, parent))


def states(folder: Path) -> dict[str, int]:
    """When each file was written."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def stored(running: Hosted) -> set[str]:
    """The names of the events that are in the database."""
    with psycopg.connect(running.database) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM public.events")}


def history_comes_in_and_goes_into_a_bucket(
    layout: Path, running: Hosted, owner: Owner, lake: dict[str, str], folder: Path
) -> None:
    """What a new user does next: their history is imported, closed days are sealed, reports are the same from there."""
    day = datetime.now(UTC).date() - timedelta(days=9)
    folder.mkdir()
    rows = [f"{number},view,d{number % 97},{day}T{number % 24:02}:00:00Z" for number in range(6000)]
    (folder / "history.csv").write_text("\n".join(["id,what,device,when", *rows]))
    columns = {"id": "id", "name": "what", "anonymousId": "device", "occurredAt": {"column": "when"}}
    (folder / "mapping.json").write_text(json.dumps(columns))
    command = ["-m", "importing", "csv", folder / "history.csv", "--mapping", folder / "mapping.json"]
    for _ in range(2):  # the second adds nothing
        within(layout, *command, "--app", owner.app_id, "--state", folder / "state", DATABASE_URL=running.database)
    asked = {"from": str(day - timedelta(days=1)), "to": str(day + timedelta(days=2)), "interval": "day"}
    question = {**asked, "series": [{"event": "view", "measure": "visitors"}, {"event": "view"}]}
    before = owner.report("trends", question)
    assert [sum(each["values"]) for each in before["series"]] == [97, 6000]
    assert "sealed" in within(layout, "-m", "rollup.lake", DATABASE_URL=running.database, **lake)
    assert owner.report("trends", question) == before
    assert owner.way("trends", question).startswith("lake")


def test_an_empty_database_becomes_a_site_that_takes_events_in_little_memory_and_with_least_rights(
    layout: Path, empty_database: str, outside: Path, bucket: dict[str, str]
) -> None:
    before = states(layout)
    with hosted(layout, outside / "first", empty_database, AUTH_RATE_LIMIT="false", **bucket) as running:
        assert memory_kb(running.process.pid) < MOST_IDLE_KB
        with urlopen(f"{running.url}/ready", timeout=10) as answer:
            assert json.load(answer) == {"status": "ready"}
        owner = Owner(running.url)
        assert post(running.ingest, owner.key, {"name": "first", "anonymousId": "a"}) == 200
        page = (ROOT / "docs/without-aws.md").read_text()
        [command] = re.findall(r"^(curl .*/v1/events)$", page, re.MULTILINE)
        command = command.replace("http://localhost:8080", running.url)
        told = subprocess.run(
            ["bash", "-euc", f"{command} -sSf"], env={**os.environ, "KEY": owner.key}, capture_output=True, check=True
        )
        assert json.loads(told.stdout)["accepted"] == 1
        assert owner.wait_for({"first"})
        history_comes_in_and_goes_into_a_bucket(layout, running, owner, bucket, outside / "history")
        secrets = list((running.data / "secrets").iterdir())
        assert sorted(path.name for path in secrets) == ["api-token-secrets", "better-auth-secret"]
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in secrets)
        with psycopg.connect(running.database) as connection:
            who = (
                "SELECT DISTINCT usename FROM pg_stat_activity"
                " WHERE application_name LIKE '%Function' AND datname = current_database()"
            )
            assert all(re.fullmatch(r"spoor_[a-z]+_[0-9a-f]{8}", name) for (name,) in connection.execute(who))
        with pytest.raises(HTTPError, match=r"40[45]"):
            urlopen(Request(f"{running.url}/2015-03-31/functions/QueryFunction/invocations", b"{}"), timeout=10)
        with ThreadPoolExecutor(8) as threads:
            names = [f"last {number}" for number in range(200)]
            sent = [threads.submit(post, running.ingest, owner.key, {"name": name}) for name in names]
            while sum(one.done() for one in sent) < 20:
                time.sleep(0.01)
            assert running.stop() == 0
            told = {name for name, one in zip(names, sent, strict=True) if one.result() == 200}
        assert 20 <= len(told) < len(names), "it was not stopped in the middle"
        assert told <= stored(running)
    assert states(layout) == before
    said = running.log.read_text()
    assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
    assert owner.key not in said


def test_what_is_wrong_is_said_in_one_sentence(layout: Path, outside: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:9/none"
    for variables, sentence in (
        ({"DATABASE_URL": ""}, "Set DATABASE_URL to a Postgres"),
        ({"DATABASE_URL_FILE": "/nowhere", "DATABASE_URL": ""}, "DATABASE_URL_FILE names /nowhere, which cannot"),
        ({"PORT": "many"}, "PORT is 'many' and has to be a whole number"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "'10.0.0.1/8' in TRUSTED_PROXIES is no address"),
        ({"SPOOR_BASE_URL": "spoor.example.com"}, "SPOOR_BASE_URL is 'spoor.example.com' and has to be an origin"),
        ({"INSTANCES": "reports=3"}, "INSTANCES has 'reports=3'"),
        ({"SMTP_URL": "mail.example.com"}, "SMTP_URL has to look like"),
        ({"TLS_CERTIFICATE": "/etc/hostname"}, "go together"),
    ):
        with pytest.raises(ValueError, match=re.escape(sentence)):
            Configuration.of({"DATABASE_URL": url, **variables})
    with pytest.raises(AssertionError) as failed, hosted(layout, outside / "wrong", url, BETTER_AUTH_SECRET="short"):
        pass
    assert str(failed.value).endswith("BETTER_AUTH_SECRET has to have 32 characters or more.\n")
    with pytest.raises(NoSecrets, match="mount a volume there"):
        gather({}, Path("/proc/nowhere"))


def test_the_last_stage_of_the_image_runs_nothing_and_root_is_nobody_in_it() -> None:
    text = (ROOT / "Dockerfile").read_text()
    last = text[text.rindex("\nFROM ") :]
    assert not re.search(r"^(RUN|ADD)\b", last, re.MULTILINE)
    assert re.search(r"^USER \d+:\d+$", last, re.MULTILINE)
    assert "--require-hashes" in text[: text.rindex("\nFROM ")]


def test_the_image_is_given_all_that_its_layout_is_made_of() -> None:
    copied = re.findall(r"^cp (?:-R )?(.*) \"\$folder", (ROOT / "scripts/image.sh").read_text(), re.MULTILINE)
    given = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert {path.partition("/")[0] for line in copied for path in line.split()} <= given


def test_the_page_tells_every_variable_and_no_other() -> None:
    page = (ROOT / "docs/without-aws.md").read_text()
    table = page[page.index("| variable |") : page.index("Every other setting")]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    readers = ("configuration", "site", "site_variables", "preparation")
    code = "".join((ROOT / "host" / f"{name}.py").read_text() for name in readers)
    read = {*re.findall(r'caller(?:\.get\(|\[|, )"([A-Z][A-Z_]+)"', code), *re.findall(r'"([A-Z_]+)" in caller', code)}
    read |= {f"{kind.upper()}_DATABASE_URL" for kind in KINDS} | {*NAMES}
    assert read <= told
    template = (ROOT / "template.yaml").read_text()
    unread = {name for name in told - read if f"          {name}:" not in template}
    assert unread == {"LAKE_ENDPOINT_URL"}  # which the layer reads


def test_the_files_for_engines_and_machines_are_what_their_readers_take() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    spoor, caddy = compose["services"]["spoor"], compose["services"]["caddy"]
    assert spoor["read_only"] is True
    assert spoor["cap_drop"] == ["ALL"]
    assert spoor["environment"]["TRUSTED_PROXIES"] == caddy["networks"]["front"]["ipv4_address"]
    assert [port for port in spoor["ports"] if not port.startswith("127.0.0.1:")] == []
    fly = tomllib.loads((ROOT / "image/fly.toml").read_text())
    assert Configuration.of({"DATABASE_URL": "postgresql://x@y/z", **fly["env"]}).proxies.header == "fly-client-ip"
    stops = {int(compose["services"]["spoor"]["stop_grace_period"][:-1]), int(fly["kill_timeout"][:-1])}
    unit = (ROOT / "image/spoor.service").read_text()
    stops.add(int(re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[0]))
    assert min(stops) > Configuration.stop_s
    assert "DynamicUser=yes" in unit
