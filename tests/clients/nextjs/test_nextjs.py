"""An application with Next.js, Drizzle and Better Auth lives beside Spoor on one database, as docs/nextjs.md shows it.

The packages are those of npm, and every block of the page is run: files are written out and bundled, commands started.
"""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser

from dev import migrate
from dev.database import postgres
from tests.stack import Stack, ordinary_context

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGE = (ROOT / "docs/nextjs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
OURS = (
    "SELECT relname::text FROM pg_catalog.pg_class WHERE relnamespace = 'spoor'::regnamespace AND relkind IN ('r', 'v')"
)
THEIRS = {"user", "session", "account", "verification", "tracked_apps", "events", "sessions", "funnels"}


@dataclass(frozen=True)
class Application:
    """The application of the page in a folder, beside Spoor on a database."""

    folder: Path
    database: str
    variables: dict[str, str]

    def run(self, *command: str) -> str:
        """A command in the folder; what it prints."""
        environment = {
            **os.environ,
            **self.variables,
            "DATABASE_URL": self.database,
            "DIRECT_DATABASE_URL": self.database,
        }
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def call(self, *words: str) -> Any:
        """What a command of drive.ts gives."""
        return json.loads(self.run("node", "drive.mjs", *words))

    def push(self) -> str:
        """What the page tells to do in the application."""
        return self.run(*commands("in the application"))

    def rows(self, query: str, *values: str) -> list[Any]:
        """Look into the database."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query.encode(), values or None).fetchall()

    def tables(self, schema: str) -> set[str]:
        """The names of the tables in a schema."""
        found = self.rows("SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = %s", schema)
        return {name for (name,) in found}


def commands(where: str) -> list[str]:
    """The command of the page that is to be given there."""
    [line] = [block.splitlines()[1] for kind, block in BLOCKS if kind == "sh" and block.startswith(f"# {where}\n")]
    return line.split()


def written(folder: Path) -> Path:
    """The files of the page, and those that run them."""
    for kind, block in BLOCKS:
        if kind == "sh":
            continue
        path = folder / block.splitlines()[0].removeprefix("// ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block)
    (folder / "node_modules").symlink_to(HERE / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "drive.ts").write_text((HERE / "drive.ts").read_text())
    bundle = ["npx", "esbuild", "drive.ts", "--bundle", "--format=esm", "--platform=node", "--packages=external"]
    subprocess.run([*bundle, "--log-level=error", "--outfile=drive.mjs"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application's files."""
    return written(tmp_path_factory.mktemp("application"))


@pytest.fixture(scope="module")
def beside(folder: Path, stack: Stack) -> Application:
    """The application beside the running stack."""
    variables = {"BETTER_AUTH_URL": stack.url, "BETTER_AUTH_SECRET": stack.secret, "SPOOR_INGEST_URL": stack.ingest}
    return Application(folder, stack.database, {**variables, "SPOOR_KEY": "layout-key"})


@pytest.fixture
def alone(folder: Path, server: postgres.Server) -> Iterator[Application]:
    """The application on an empty database."""
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE application")
        yield Application(folder, server.url_of("postgres", "application"), {"BETTER_AUTH_SECRET": "s" * 32})
        admin.execute("DROP DATABASE application WITH (FORCE)")


def test_the_page_tells_of_what_is_run_and_of_nothing_else() -> None:
    assert {kind for kind, _ in BLOCKS} == {"ts", "tsx", "sh"}
    assert commands("in Spoor") == ["make", "migrate"]
    assert all(block.startswith(("// ", "# ")) for _, block in BLOCKS)


@pytest.mark.parametrize(
    "order", ["push migrate", "migrate push", "migrate push migrate push", "push push migrate push"]
)
def test_pushes_and_migrations_in_any_order_drop_nothing_and_come_to_the_same(alone: Application, order: str) -> None:
    tables: set[str] = set()
    for step in order.split():
        if step == "push":
            said = alone.push()
            assert "DROP TABLE" not in said
        else:
            migrate.migrate(alone.database)
        assert tables <= alone.tables("spoor")
        tables = alone.tables("spoor")
    assert alone.tables("public") == THEIRS
    columns = alone.rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    assert len(columns) == 55
    migrate.migrate(alone.database)
    assert alone.tables("spoor") == tables


def test_a_push_finds_nothing_to_change_in_what_a_push_and_a_migration_made_but_indexes(alone: Application) -> None:
    migrate.migrate(alone.database)
    alone.push()
    with_ours = alone.rows(f"{OURS} ORDER BY 1")
    assert "No changes detected" in alone.push()
    assert alone.rows(f"{OURS} ORDER BY 1") == with_ours


def test_a_database_that_the_application_filled_is_read_and_survives_its_pushes(
    beside: Application, stack: Stack
) -> None:
    beside.push()
    migrate.migrate(beside.database)
    made = beside.call("fill", f"{uuid4().hex}@example.com", f"legacy-{uuid4().hex}")
    now = datetime.now(UTC)
    question = {
        "from": (now - timedelta(days=2)).strftime("%Y-%m-%d"),
        "to": (now + timedelta(days=2)).strftime("%Y-%m-%d"),
        "funnelId": made["funnelId"],
    }
    spoor = Signed(stack.url, made["cookie"])
    address = f"/api/apps/{made['appId']}"
    note = {"at": question["from"], "text": "before the push"}
    assert spoor.ask(f"{address}/annotations", note)["text"] == note["text"]
    before = beside.rows(f"{OURS} ORDER BY 1")
    for _ in range(2):
        assert [app["name"] for app in spoor.ask("/api/apps")["apps"]] == ["Old app"]
        answer = spoor.ask(f"{address}/reports/funnel", question)
        assert (answer["entered"], answer["converted"]) == (30, 20)
        assert len(spoor.ask(f"{address}/events?limit=1000")["events"]) >= 50
        assert spoor.ask(f"{address}/annotations")["annotations"][0]["text"] == note["text"]
        beside.push()
        assert beside.rows(f"{OURS} ORDER BY 1") == before
        key = beside.rows(f"SELECT api_key FROM public.tracked_apps WHERE id = '{made['appId']}'")[0][0]
        sent = Request(
            f"{stack.ingest}/v1/events",
            json.dumps({"name": "visit", "anonymousId": "v1", "userId": "ann"}).encode(),
            {"authorization": f"Bearer {key}", "content-type": "application/json"},
        )
        with urlopen(sent, timeout=30) as reply:
            assert json.load(reply)["accepted"] == 1
    [seen] = beside.call("overview", made["userId"])
    assert (seen["name"], seen["owner"]["id"], len(seen["events"])) == ("Old app", made["userId"], 10)
    assert (len(seen["funnels"]), seen["funnels"][0]["steps"]) == (1, ["$pageview", "signed up"])
    beside.call("deleteUser", made["userId"])
    assert leftovers(beside, made["appId"]) == {}
    with pytest.raises(HTTPError):
        spoor.ask("/api/apps")
    migrate.migrate(beside.database)


@pytest.mark.browser
def test_the_tracker_in_its_layout_tells_of_its_pages(beside: Application, stack: Stack, chromium: Browser) -> None:
    beside.push()
    migrate.migrate(beside.database)
    made = beside.call("fill", f"{uuid4().hex}@example.com", "layout-key")
    html = "<!doctype html>" + beside.call("layout")
    with site(html) as url:
        context = ordinary_context(chromium)
        context.new_page().goto(url)
        wanted = f"SELECT FROM public.events WHERE app_id = '{made['appId']}' AND properties::text LIKE '%{url}%'"
        until = time.monotonic() + 30
        while not beside.rows(wanted):
            assert time.monotonic() < until, "no event of the page came"
            time.sleep(0.1)
        context.close()
    beside.call("deleteUser", made["userId"])


class Signed:
    """Somebody who was signed in by the application, at Spoor."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url, self._cookie = url, cookie

    def ask(self, path: str, body: object = None) -> Any:
        """An answer of Spoor's API."""
        headers = {"cookie": self._cookie, "origin": self._url, "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self._url + path, data, headers), timeout=30) as reply:
            return json.load(reply)


def leftovers(application: Application, app_id: str) -> dict[str, int]:
    """Rows about an app, by table, wherever a table says whose its rows are."""
    tables = application.rows(
        "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema IN ('public', 'spoor') AND column_name = 'app_id' AND table_type = 'BASE TABLE'"
    )
    counts = {t: application.rows(f"SELECT count(*) FROM {t} WHERE app_id = '{app_id}'")[0][0] for (t,) in tables}
    return {table: count for table, count in counts.items() if count}


class site:  # noqa: N801 - it is used as a function
    """A page of the application's at an address of its own, for as long as the block lasts."""

    def __init__(self, html: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
