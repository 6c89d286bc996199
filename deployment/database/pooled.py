"""Where the pooler is, told from where the database is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

AUTHORITIES = "/opt/python/certifi/cacert.pem"
"""The public authorities, as the layer brings them."""

OF_RDS = "/opt/python/rds.pem"
"""AWS's own, which sign for RDS and Aurora; RDS Proxy's certificate is of a public one."""

_RDS = re.compile(r".*\.rds\.amazonaws\.com(\.cn)?")
_PROXY = re.compile(r".*\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com(\.cn)?")


@dataclass(frozen=True)
class Pooler:
    """A host and a port; some hosts want something behind the name of whoever signs in."""

    host: str
    port: str
    user_suffix: str = ""

    def url(self, login: str, password: str, database: str, tls: Mapping[str, str]) -> str:
        """The URL of a login."""
        user = quote(login + self.user_suffix, safe="")
        words = "&".join(f"{key}={quote(value, safe='/')}" for key, value in tls.items())
        place = f"{self.host}:{self.port}/{quote(database, safe='')}"
        return f"postgresql://{user}:{quote(password, safe='')}@{place}?{words}"


def authorities(host: str) -> str:
    """Where a function finds who signs a host's certificate."""
    return OF_RDS if _RDS.fullmatch(host) and not _PROXY.fullmatch(host) else AUTHORITIES


def straight(params: Mapping[str, str]) -> dict[str, str]:
    """The direct parameters: where the pooled address of a known provider was given, the direct one is told from it."""
    host = params.get("host", "")
    if neon := re.fullmatch(r"(ep-[a-z0-9-]+?)-pooler(\..+\.neon\.(?:tech|build))", host):
        return {**params, "host": neon[1] + neon[2]}
    if host.endswith(".pooler.supabase.com") and params.get("port") == "6543":
        return {**params, "port": "5432"}
    return dict(params)


def candidates(params: Mapping[str, str]) -> list[Pooler]:
    """Where the pooler of a known provider is; none where only the deployer knows. `params` are the direct ones."""
    host = params.get("host", "")
    if neon := re.fullmatch(r"(ep-[a-z0-9-]+?)(\..+\.neon\.(?:tech|build))", host):
        return [Pooler(f"{neon[1]}-pooler{neon[2]}", "5432")]
    if host.endswith(".pooler.supabase.com"):  # its session mode is no direct connection, but does for migrations
        _, _, project = params.get("user", "").partition(".")
        return [Pooler(host, "6543", f".{project}" if project else "")]
    if re.fullmatch(r"db\.[a-z0-9]+\.supabase\.co", host):
        return [Pooler(host, "6543")]  # there with the dedicated pooler alone
    if host.endswith(".postgres.database.azure.com"):
        return [Pooler(host, "6432")]
    return []


def given(text: str, params: Mapping[str, str]) -> Pooler:
    """The pooler that the deployer names as `host` or `host:port`; nothing means that there is none, and functions
    connect straight to the database."""
    direct = Pooler(params.get("host", ""), params.get("port") or "5432")
    if not text or text == "none":
        return direct
    host, _, port = text.partition(":")
    return Pooler(host, port or direct.port)
