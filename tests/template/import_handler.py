"""Imports one handler where only what Lambda will have can be found: its zip, its layers' packages, the runtime's own.

Arguments: the handler, and the folders of its zip and of its layers. The layers' packages hold code for another
machine, so the ones installed here stand in for them.
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

RUNTIME_BRINGS = {"boto3", "botocore", "s3transfer", "dateutil", "six", "urllib3", "jmespath"}
MADE_BY_COMPILED_CODE = {"cython_runtime"}


class OnlyWhatLambdaHas:
    """Finds nothing itself, and lets no other finder find what is neither in the zip, the layers nor the runtime."""

    def __init__(self, zipped: Path, *layers: Path) -> None:
        there = {path.name.partition(".")[0] for folder in (zipped, *layers) for path in folder.iterdir()}
        self._known = there | RUNTIME_BRINGS | MADE_BY_COMPILED_CODE | sys.stdlib_module_names
        self._folders = (zipped, *layers)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise ModuleNotFoundError for what Lambda lacks, as its own import would."""
        top = name.partition(".")[0]
        if top not in self._known and not top.startswith("_"):
            raise ModuleNotFoundError(f"Lambda has no module {name!r}: it is not in the layer's lock", name=name)
        if not self._has(name):
            raise ModuleNotFoundError(f"Lambda has no module {name!r}: the build leaves it out", name=name)
        return None

    def _has(self, name: str) -> bool:
        """Whether a module within a package is there, where the package is one of the zip's or of a layer."""
        top, *within = name.split(".")
        there = [folder / top for folder in self._folders if (folder / top).is_dir()]
        places = [folder.joinpath(*within[:-1]) for folder in there]
        return not within or not there or any(any(place.glob(f"{within[-1]}*")) for place in places)


def main() -> None:
    """Import the handler and see that it can be called."""
    handler, zipped, *layers = sys.argv[1], *map(Path, sys.argv[2:])
    sys.meta_path.insert(0, OnlyWhatLambdaHas(zipped, *layers))
    sys.path.insert(0, str(zipped))
    import spoor

    assert Path(spoor.__file__ or "").resolve().is_relative_to(zipped.resolve())
    module, _, name = handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


main()
