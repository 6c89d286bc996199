"""The lake in a folder of this machine."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from spoor.lake.storage import NotInStore, StoreAway, checked


class Folder:
    """Files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def url(self) -> str:
        """Where it is."""
        return self.root.absolute().as_uri()

    def put(self, path: str, source: Path) -> None:
        """Copied beside its place and then moved there, so that nobody ever sees a part of it. Raises StoreAway."""
        target = self.root / checked(path)
        beside = target.with_name(f".{uuid4().hex}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as given, beside.open("wb") as copy:
                shutil.copyfileobj(given, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            beside.replace(target)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            raise StoreAway(str(error)) from error

    def get(self, path: str, target: Path) -> None:
        """Raises NotInStore, StoreAway."""
        try:
            shutil.copyfile(self.root / checked(path), target)
        except FileNotFoundError as error:
            raise NotInStore(path) from error
        except OSError as error:
            raise StoreAway(str(error)) from error

    def remove(self, path: str) -> None:
        """Also the folders that are empty then. Raises StoreAway."""
        target = self.root / checked(path)
        try:
            target.unlink(missing_ok=True)
            for folder in list(target.parents)[: len(checked(path).parts) - 1]:
                folder.rmdir()
        except OSError as error:
            if target.exists():
                raise StoreAway(str(error)) from error
