"""Where output goes."""

from io import BytesIO, StringIO
from pathlib import Path

from host.runtime.logs import Logs


def test_each_line_bears_the_functions_name_and_is_kept_in_its_file(tmp_path: Path) -> None:
    terminal = StringIO()
    logs = Logs(tmp_path, terminal)
    logs.pump("echo", BytesIO(b"one\n[ERROR] ValueError: x\rTraceback\r\xc2\xa0 File\nLAMBDA_WARNING: y\n\xff\n"))
    logs.close()
    assert terminal.getvalue().splitlines() == [
        "echo       | one",
        "echo       | [ERROR] ValueError: x",
        "echo       | Traceback",
        "echo       |   File",
        "echo       | \ufffd",
    ]
    assert (tmp_path / "echo.log").read_text().splitlines()[:2] == ["one", "[ERROR] ValueError: x"]


def test_metrics_are_kept_and_not_shown(tmp_path: Path) -> None:
    terminal = StringIO()
    logs = Logs(tmp_path, terminal)
    logs.line("echo", '{"_aws":{"Timestamp":1},"accepted":[1.0]}')
    logs.close()
    assert terminal.getvalue() == ""
    assert (tmp_path / "echo.log").read_text().startswith('{"_aws"')


def test_a_closed_terminal_costs_the_file_nothing(tmp_path: Path) -> None:
    terminal = StringIO()
    terminal.close()
    logs = Logs(tmp_path, terminal)
    logs.line("echo", "still kept")
    logs.close()
    assert (tmp_path / "echo.log").read_text() == "still kept\n"


def test_a_long_file_is_put_aside_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "echo.log").write_bytes(b"x" * 5_000_001)
    logs = Logs(tmp_path, StringIO())
    logs.line("echo", "new")
    logs.close()
    assert (tmp_path / "echo.log").read_text() == "new\n"
    assert (tmp_path / "echo.log.1").stat().st_size == 5_000_001
