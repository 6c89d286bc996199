"""The pages: which address shows which template, and how it is filled in."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote, urlsplit

from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import Misconfigured
from spoor.settings import setting
from web import sign_in_redirect, social, static_files
from web.request import PageRequest
from web.response import Response, html

_TEMPLATES = Path(__file__).parent / "templates"
_APP = "/[0-9A-Za-z-]{1,64}"
_VIEW = "/(?P<view>[a-z-]{1,32})"
_PASSKEYS = {"sign_in": "passkey", "security": "passkeys"}
"""What stands in a template where there are passkeys."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: `script` is its entry module, `top` stands in its bar, `sends` says it calls the ingest address. One
    without a `bar` draws its own."""

    address: str
    template: str
    title: str
    style: str
    script: str = ""
    top: str = ""
    bar: bool = True
    sends: bool = False


PAGES = (
    Page(
        address="/",
        template="landing",
        title="See where people go",
        style="style/landing.css",
        top="top_visitor",
    ),
    Page(
        address="/sign-in", template="sign_in", title="Sign in", style="style/base.css", script="account/sign-form.js"
    ),
    Page(
        address="/sign-in/code",
        template="sign_in_code",
        title="Your code",
        style="style/base.css",
        script="account/sign-in-code.js",
    ),
    Page(
        address="/sign-up",
        template="sign_up",
        title="Create an account",
        style="style/base.css",
        script="account/sign-form.js",
    ),
    Page(
        address="/forgot-password",
        template="forgot_password",
        title="Forgot your password?",
        style="style/base.css",
        script="account/forgot-password.js",
    ),
    Page(
        address="/reset-password",
        template="reset_password",
        title="Choose a new password",
        style="style/base.css",
        script="account/reset-password.js",
    ),
    Page(
        address="/verify-email",
        template="verify_email",
        title="Your e-mail address",
        style="style/base.css",
        script="account/verify-email.js",
    ),
    Page(
        address=f"/dashboard(?:{_APP}(?:{_VIEW})?)?",
        template="dashboard",
        title="Dashboard",
        style="style/dashboard.css",
        script="shell/start.js",
        bar=False,
        sends=True,
    ),
    Page(
        address="/settings",
        template="settings",
        title="Settings",
        style="style/account.css",
        script="account/settings.js",
        top="top_signed_in",
    ),
    Page(
        address="/settings/security",
        template="security",
        title="Account",
        style="style/account.css",
        script="account/security.js",
        top="top_signed_in",
    ),
    Page(
        address="/settings/second-factor",
        template="second_factor",
        title="Second factor",
        style="style/account.css",
        script="account/second-factor.js",
        top="top_signed_in",
    ),
    Page(
        address="/settings/teams",
        template="teams",
        title="Teams",
        style="style/account.css",
        script="account/teams.js",
        top="top_signed_in",
    ),
    Page(
        address=f"/settings/teams{_APP}",
        template="team",
        title="Team",
        style="style/account.css",
        script="account/team.js",
        top="top_signed_in",
    ),
    Page(
        address="/settings/invitation",
        template="invitation",
        title="An invitation",
        style="style/account.css",
        script="account/invitation.js",
        top="top_signed_in",
    ),
    Page(
        address=f"/settings{_APP}",
        template="app_settings",
        title="App settings",
        style="style/account.css",
        script="account/app-settings.js",
        top="top_app",
        sends=True,
    ),
)


def find(path: str) -> Page | None:
    """The page at this address."""
    return next((page for page in PAGES if re.fullmatch(page.address, path)), None)


def response(page: Page, request: PageRequest) -> Response:
    """The page as this visitor gets it."""
    ingest = ingest_url() if page.sends else ""
    text = render(
        page.template,
        title=page.title,
        style=page.style,
        script=page.script,
        ahead=_ahead(page, request.path),
        top=page.top,
        bar=page.bar,
        ingest=ingest,
        next=sign_in_redirect.next_of(request),
        signed_in="maybe" if request.has_session_cookie else "no",
    )
    return html(200, text, connects_to=_origin(ingest))


def _ahead(page: Page, path: str) -> tuple[str, ...]:
    """The modules that the view of a path needs beside the page's script: the browser may fetch them at once."""
    found = re.fullmatch(page.address, path)
    view = found.groupdict().get("view") if found else None
    name, known = f"views/{view}.js", static_files.names()
    return tuple(each for each in (name, "charts/charts.js") if each in known) if view and name in known else ()


def render(
    template: str,
    *,
    title: str,
    style: str,
    script: str = "",
    ahead: tuple[str, ...] = (),
    top: str = "",
    bar: bool = True,
    **words: str,
) -> str:
    """The template inside the layout, `top` in its bar. Every word is escaped here, and nowhere else."""
    safe = {name: escape(word) for name, word in words.items()}
    safe |= {"title": escape(title), "next_query": quote(words.get("next", ""), safe="")}
    safe |= {"buttons": social.buttons()}
    safe |= {"social": _template("social").substitute(safe) if safe["buttons"] and "next" in words else ""}
    safe |= {"passkeys": _passkeys(template, safe)}
    safe |= {
        "icon": static_files.address("pictures/favicon.svg"),
        "picture": static_files.address("pictures/landing.svg"),
    }
    return _template("layout").substitute(
        safe,
        style=static_files.address(style),
        script=_scripts(script, ahead),
        bar=_template("bar").substitute(safe, top=_template(top).substitute(safe) if top else "") if bar else "",
        main=_template(template).substitute(safe),
    )


def _passkeys(template: str, safe: dict[str, str]) -> str:
    if template not in _PASSKEYS or not plugins.is_on(Plugin.PASSKEY):
        return ""
    return _template(_PASSKEYS[template]).substitute(safe)


def _scripts(script: str, ahead: tuple[str, ...]) -> str:
    if not script:
        return ""
    links = [f'<link rel="modulepreload" href="{static_files.address(name)}">' for name in ahead]
    return "\n".join([f'<script type="module" src="{static_files.address(script)}"></script>', *links])


def ingest_url() -> str:
    """Where trackers send to, without a slash at its end. Raises Misconfigured when INGEST_URL is no web address."""
    url = setting("INGEST_URL").rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?", url):
        raise Misconfigured("INGEST_URL has to be an http or https address such as https://ingest.example.com.")
    return url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
