"""Writes what is said of the API from its code, docs/openapi.json and docs/permissions.md: `python -m dev.openapi`."""

import argparse
import json
import sys
from pathlib import Path

from query.access import matrix
from query.app import app
from query.openapi import document

DOCS = Path(__file__).parents[1] / "docs"
COPY = DOCS / "openapi.json"


def text() -> str:
    """The document as it is kept: one thing a line, so that a change of the API is a change that can be read."""
    return json.dumps(document(app), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m dev.openapi", description="Write the API's OpenAPI document.")
    parser.add_argument("--to", type=Path, default=COPY, help="the file; docs/openapi.json if not said")
    path: Path = parser.parse_args().to
    path.write_text(text(), encoding="utf-8")
    (DOCS / "permissions.md").write_text(matrix.page(app), encoding="utf-8")
    print(f"wrote {path} and docs/permissions.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
