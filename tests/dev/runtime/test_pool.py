"""How environments come and go."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from dev.stack import FunctionsFailed, Stack
from host.runtime.errors import Crashed, GaveUp
from tests.dev.client import Client
from tests.dev.conftest import BUNDLE, NewStack
from tests.dev.processes import wait_gone
from tests.dev.waiting import Terminal, wait_until

T = TypeVar("T")


def at_once(count: int, call: Callable[[int], T]) -> list[T]:
    """The outcomes of `count` calls made at the same time."""
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(call, range(count)))


def test_a_function_that_overruns_its_timeout_is_killed_and_replaced(
    stack: Stack, api: Client, terminal: Terminal
) -> None:
    pool = stack.pools["NapFunction"]
    before = pool.pids()
    answer = api.get("/nap")
    assert (answer.status, answer.body) == (503, b'{"message":"Service Unavailable"}')
    assert terminal.shows("Task timed out after 1.00 seconds")
    assert len(before) == 1
    assert not wait_gone(before)
    assert b'"pid"' in pool.invoke(b"{}")
    assert pool.pids() != before


def test_an_api_that_has_waited_long_enough_answers_and_the_function_runs_on(api: Client, terminal: Terminal) -> None:
    assert api.get("/short").status == 503
    assert "awake" not in terminal.text
    assert terminal.shows("awake")


def test_an_environment_whose_caller_would_not_wait_for_it_serves_the_next(bundle: Path, new_stack: NewStack) -> None:
    (bundle / "functions/nap/app.py").write_text(
        "import os, time\ntime.sleep(0.7)\ndef handler(event, context):\n    return {'pid': os.getpid()}\n"
    )
    stack, _ = new_stack(bundle / "template.yaml")
    pool = stack.pools["NapFunction"]
    edit(bundle / "functions/nap/app.py", "sleep(0.7)", "sleep(0.8)")
    wait_until(lambda: pool._watch.stamp != pool._idle[0].stamp)
    with pytest.raises(GaveUp, match="nap was not loaded in time"):
        pool.invoke(b"{}", patience=0.1)
    loading = pool.pids()
    wait_until(lambda: pool._idle)
    assert [json.loads(pool.invoke(b"{}"))["pid"]] == loading


def test_a_process_that_ends_in_the_middle_is_a_crash_and_is_replaced(stack: Stack, api: Client) -> None:
    before = stack.pools["EchoFunction"].pids()
    assert api.get("/echo?do=exit").status == 500
    assert api.get("/echo").status == 200
    assert stack.pools["EchoFunction"].pids() != before
    with pytest.raises(Crashed, match="exit status 3"):
        stack.pools["EchoFunction"].invoke(b'{"do": "exit"}')


def test_reserved_concurrency_is_a_cap_and_beyond_it_is_429(url: Client) -> None:
    statuses = at_once(5, lambda _: url.get("/nap/1").status)
    assert sorted(map(str, statuses)) == ["200", "200", "429", "429", "429"]
    assert url.get("/").status == 200


def test_a_wave_of_calls_of_the_api_stands_in_line_since_one_machine_is_slower_than_many(api: Client) -> None:
    answers = at_once(4, lambda _: api.get("/single?do=nap&seconds=0.1"))
    assert [answer.status for answer in answers] == [200] * 4
    assert api.get("/single?do=nap&seconds=0.1").status == 200


def test_one_request_at_a_time_in_each_environment(stack: Stack, api: Client) -> None:
    pids = at_once(4, lambda _: api.get("/echo?do=nap&seconds=0.6").json["pid"])
    assert len(set(pids)) == 4
    assert set(pids) <= set(stack.pools["EchoFunction"].pids())


def test_without_a_reservation_the_eleventh_waits_for_its_turn(api: Client) -> None:
    answers = at_once(12, lambda _: api.get("/echo?do=nap&seconds=0.5"))
    assert [answer.status for answer in answers] == [200] * 12


def test_idle_environments_are_ended_but_for_one(stack: Stack, api: Client) -> None:
    pool = stack.pools["EchoFunction"]
    at_once(3, lambda _: api.get("/echo?do=nap&seconds=0.3"))
    before = pool.pids()
    assert len(before) >= 3
    pool.reap(idle_seconds=60)
    assert pool.pids() == before
    pool.reap(idle_seconds=0)
    assert len(pool.pids()) == 1
    assert not wait_gone(set(before) - set(pool.pids()))
    assert api.get("/echo").status == 200


def test_a_function_finds_what_lambda_and_the_template_give_it(api: Client) -> None:
    found = api.get("/echo?do=environment").json
    assert found["AWS_LAMBDA_FUNCTION_NAME"] == "EchoFunction"
    assert found["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
    assert found["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
    assert found["REGION_SAID"] == "us-east-1 for hello"
    assert found["layer"] == "from the layer"
    assert found["cwd"] == found["LAMBDA_TASK_ROOT"] == str(BUNDLE / "functions")
    assert 15_000 < found["remaining"] <= 20_000
    assert "UNRELATED" not in found


def edit(path: Path, old: str, new: str) -> None:
    """Edit a source file so that its time of change differs whatever the clock's grain."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_changed_code_is_loaded_before_the_next_request_and_the_old_process_ends(
    bundle: Path, new_stack: NewStack
) -> None:
    stack, _ = new_stack(bundle / "template.yaml")
    api, url = Client(stack.port), Client(stack.ingest_port)
    old, untouched = stack.pools["EchoFunction"].pids(), stack.pools["TrackFunction"].pids()
    edit(bundle / "functions/echo/app.py", '"no": "status"', '"now": "changed"')
    wait_until(lambda: api.get("/echo?do=bare").json == {"now": "changed"})
    assert not wait_gone(old)
    assert url.get("/").status == 200
    assert stack.pools["TrackFunction"].pids() == untouched


def test_a_changed_layer_reloads_every_function_that_has_it(bundle: Path, new_stack: NewStack) -> None:
    stack, _ = new_stack(bundle / "template.yaml")
    api, url = Client(stack.port), Client(stack.ingest_port)
    old = stack.pools["TrackFunction"].pids()
    edit(bundle / "layer/shared/__init__.py", "from the layer", "from a newer layer")
    wait_until(lambda: api.get("/echo?do=environment").json["layer"] == "from a newer layer")
    assert url.get("/").status == 200
    assert not wait_gone(old)


def test_code_that_broke_answers_500_and_works_again_once_mended(bundle: Path, new_stack: NewStack) -> None:
    stack, terminal = new_stack(bundle / "template.yaml")
    api = Client(stack.port)
    edit(bundle / "functions/echo/app.py", "import shared", "import shred")
    wait_until(lambda: api.get("/echo").status == 500)
    assert terminal.shows("No module named 'shred'")
    edit(bundle / "functions/echo/app.py", "import shred", "import shared")
    wait_until(lambda: api.get("/echo").status == 200)


def test_a_changed_template_is_read_again_without_a_restart(bundle: Path, new_stack: NewStack) -> None:
    stack, terminal = new_stack(bundle / "template.yaml")
    api = Client(stack.port)
    untouched = stack.pools["EchoFunction"].pids()
    edit(bundle / "template.yaml", "Path: /nap,", "Path: /siesta,")
    edit(bundle / "template.yaml", "Timeout: 5}", "Timeout: 6}")
    wait_until(lambda: api.get("/nap").status == 404)
    assert api.call("GET", "/closed/x", {"Cookie": "session=good"}).status == 200
    assert stack.pools["EchoFunction"].pids() == untouched
    edit(bundle / "template.yaml", "Handler: echo.app.handler", "Handler: [nonsense")
    wait_until(lambda: api.get("/echo").status == 200 and "can't be read" in terminal.text)


def test_a_function_that_can_not_be_loaded_is_named_at_the_start(bundle: Path, new_stack: NewStack) -> None:
    edit(bundle / "functions/nap/app.py", "import os", "import so_wrong")
    with pytest.raises(FunctionsFailed, match=r"nap can't be loaded: .*so_wrong"):
        new_stack(bundle / "template.yaml")


def test_nothing_is_left_when_the_stack_closes_even_in_the_middle_of_a_request(
    bundle: Path, new_stack: NewStack
) -> None:
    stack, _ = new_stack(bundle / "template.yaml")
    pids = {pid for pool in stack.pools.values() for pid in pool.pids()}
    with ThreadPoolExecutor(1) as threads:
        cut = threads.submit(Client(stack.port).get, "/echo?do=nap&seconds=15")
        wait_until(lambda: stack.pools["EchoFunction"]._busy)
        stack.close()
        assert isinstance(cut.exception(), OSError) or cut.result().status >= 500
    assert not wait_gone(pids, seconds=1)
    with pytest.raises(ConnectionRefusedError):
        Client(stack.port).get("/echo")


def test_functions_go_without_a_word_when_the_stack_closes_even_on_a_busy_machine(
    bundle: Path, new_stack: NewStack
) -> None:
    stack, terminal = new_stack(bundle / "template.yaml")
    with ExitStack() as busy:
        for _ in range(os.cpu_count() or 1):
            burner = busy.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            busy.callback(burner.kill)
        at_once(8, lambda _: Client(stack.port).get("/echo?do=nap&seconds=0.8"))
        stack.close()
    assert terminal.text == ""
