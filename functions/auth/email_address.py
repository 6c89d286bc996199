"""What Better Auth takes for an e-mail address."""

import re

_LONGEST = 254  # RFC 5321 section 4.5.3.1.3 less the brackets; Better Auth has no limit and hashes for 100 kB addresses

_ADDRESS = re.compile(
    r"(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]"  # single dots between pieces; the last letter is no quote
    r"@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}"
)


def is_address(text: str) -> bool:
    """Whether `text` is an e-mail address: ASCII only, no quoted and no numeric forms."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
