"""Tells files that are packed or written in a way that is not read here, and what to do about each."""

_UNPACK = "unpack it first"
_PACKED_BEGIN = {
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"\xfd7zXZ\x00": "packed with xz",
    b"BZh": "packed with bzip2",
    b"7z\xbc\xaf\x27\x1c": "an archive of 7-Zip",
    b"Rar!": "an archive of RAR",
    b"\x04\x22\x4d\x18": "packed with LZ4",
    b"\xff\x06\x00\x00sNaPpY": "packed with Snappy",
}
_PACKED_END = {
    ".br": "packed with Brotli",
    ".zst": "packed with zstd",
    ".lz4": "packed with LZ4",
    ".sz": "packed with Snappy",
}
_TAR, _AT = b"ustar", 257
_DUMP = b"PGDMP"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = _AT + len(_TAR)
"""Bytes of a beginning that tell."""


def advice(name: str, begin: bytes, *, has_encoding: bool) -> str | None:
    """What a file is that begins so, and what to do with it; None where it may well be read. `has_encoding` says that
    its owner named one."""
    for magic, what in _PACKED_BEGIN.items():
        if begin.startswith(magic):
            return f"is {what}: {_UNPACK}"
    for suffix, what in _PACKED_END.items():
        if name.endswith(suffix) and begin.lstrip()[:1] not in (b"{", b"["):
            return f"is {what}: {_UNPACK}"
    if begin[_AT:].startswith(_TAR):
        return f"is an archive of tar: {_UNPACK}"
    if begin.startswith(_DUMP):
        return "is a dump in a format of pg_dump's own: write it with `pg_dump --format=plain`"
    if begin.startswith(_WIDE) and not has_encoding:
        return "is in UTF-16: save it in UTF-8"
    return None
