"""The lake's files are kept alike by a folder and by a bucket."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import boto3
import pytest
from moto.server import ThreadedMotoServer

from spoor.errors import Misconfigured
from spoor.lake import s3
from spoor.lake.folder import Folder
from spoor.lake.place import store_at
from spoor.lake.s3 import Bucket
from spoor.lake.storage import NotInStore, Store, StoreAway

PATH = "app_id=1/day=2026-11-01/core-1.parquet"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Something that speaks as S3 does, with a bucket."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "tests")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3", endpoint_url=url).create_bucket(Bucket="lake")
        yield url
    server.stop()


@pytest.fixture(params=["folder", "bucket", "bucket without a prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each kind of store."""
    if request.param == "folder":
        return Folder(tmp_path / "lake")
    return Bucket("lake", "spoor" if request.param == "bucket" else "", request.getfixturevalue("endpoint"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to keep."""
    path = tmp_path / "given"
    path.write_bytes(b"PAR1" * 3_000_000)
    return path


def test_what_was_put_is_had_until_it_is_removed(store: Store, file: Path, tmp_path: Path) -> None:
    store.put(PATH, file)
    store.get(PATH, tmp_path / "had")
    assert (tmp_path / "had").read_bytes() == file.read_bytes()
    store.remove(PATH)
    with pytest.raises(NotInStore):
        store.get(PATH, tmp_path / "had")


def test_what_is_not_there_is_not_had_and_may_be_removed(store: Store, tmp_path: Path) -> None:
    store.remove(PATH)
    with pytest.raises(NotInStore):
        store.get(PATH, tmp_path / "had")


@pytest.mark.parametrize("path", ["../elsewhere", "/etc/passwd", "a/../../b", ""])
def test_no_path_leads_out_of_the_store(store: Store, file: Path, tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path within the lake"):
        store.put(path, file)
    with pytest.raises(ValueError, match="no path within the lake"):
        store.get(path, tmp_path / "had")


@pytest.mark.parametrize("where", ["no such bucket", "nobody listens", "it answers nonsense", "it never answers"])
def test_a_bucket_that_cannot_be_asked_is_away_before_those_who_wait_have_gone(
    endpoint: str, file: Path, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    bucket = Bucket("no-such-bucket", "", endpoint)
    if where != "no such bucket":
        bucket = Bucket("lake", "", f"http://127.0.0.1:{listener.getsockname()[1]}")
    if where == "nobody listens":
        listener.close()
    if where == "it answers nonsense":
        Thread(target=_nonsense, args=(listener,), daemon=True).start()
    for name in ("HASTY", "PATIENT"):  # as long for one as for the other, and neither long
        monkeypatch.setattr(s3, name, s3.S3Patience(0.2, 0.2, 2))
    with listener:
        with pytest.raises(StoreAway):
            bucket.put(PATH, file)
        with pytest.raises(StoreAway):
            bucket.remove(PATH)
        with pytest.raises((StoreAway, NotInStore)):
            bucket.get(PATH, tmp_path / "had")


def test_one_who_waits_for_a_file_can_still_be_answered_from_elsewhere() -> None:
    waiting_s = 2 * s3.HASTY.attempts * (s3.HASTY.connect_s + s3.HASTY.read_s)  # for its size, and for the file
    assert waiting_s < 25  # of the 28 that a question has


def _nonsense(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            connection.sendall(b"hello\r\n\r\n")
            connection.close()


def test_a_folder_that_cannot_be_written_is_away(file: Path) -> None:
    with pytest.raises(StoreAway):
        Folder(file).put(PATH, file)


def test_a_url_says_which_it_is() -> None:
    found = store_at("s3://lake/some/prefix/")
    assert isinstance(found, Bucket)
    assert (found.name, found.prefix) == ("lake", "some/prefix")
    folder = store_at("file:///var/a%20lake")
    assert isinstance(folder, Folder)
    assert folder.root == Path("/var/a lake")


@pytest.mark.parametrize("url", ["/var/lake", "s3:///x", "file://host/x", "https://example.com", "lake"])
def test_any_other_url_is_refused_with_advice(url: str) -> None:
    with pytest.raises(Misconfigured, match="LAKE_URL"):
        store_at(url)
