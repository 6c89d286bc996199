"""Takes out of all shared libraries below a folder what only a debugger reads: `scripts/debug_symbols.py FOLDER`.

Wheels carry it, and a third of a layer's bytes was that. The loader maps what the program headers name, and reads no
section header: so a file may end where the last of its segments does, and then has no sections.
"""

import re
import struct
import sys
from pathlib import Path

_ELF64_LITTLE = b"\x7fELF\x02\x01"
_SEGMENTS_AT, _SEGMENTS, _SECTIONS_AT, _SECTIONS = 32, 54, 40, 58
_SEGMENT = struct.Struct("<IIQQQQQQ")


def main() -> int:
    """Shorten them, and tell by how much."""
    saved = sum(shorten(path) for path in sorted(Path(sys.argv[1]).rglob("*")) if re.search(r"\.so(\.|$)", path.name))
    print(f"{saved / 1024 / 1024:.1f} MiB of debugging information left out")
    return 0


def shorten(path: Path) -> int:
    """How many bytes were taken from a library; of a file that is none, none."""
    content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    if not content.startswith(_ELF64_LITTLE):
        return 0
    end = end_of_segments(content)
    if not 0 < end < len(content):
        return 0
    kept = bytearray(content[:end])
    struct.pack_into("<Q", kept, _SECTIONS_AT, 0)
    struct.pack_into("<HHH", kept, _SECTIONS, 0, 0, 0)  # their size, how many, and which has their names
    path.write_bytes(kept)
    return len(content) - end


def end_of_segments(content: bytes) -> int:
    """Where the last byte is that a loader may look at: the segments' own, and the table of them."""
    [at] = struct.unpack_from("<Q", content, _SEGMENTS_AT)
    size, count = struct.unpack_from("<HH", content, _SEGMENTS)
    ends = [at + size * count]
    for place in range(at, at + size * count, size):
        _, _, offset, _, _, length, _, _ = _SEGMENT.unpack_from(content, place)
        ends.append(offset + length)
    return max(ends)


if __name__ == "__main__":
    sys.exit(main())
