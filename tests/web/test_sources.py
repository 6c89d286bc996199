"""Rules of the sources in functions/web: they write text and never HTML, and fetch nothing from elsewhere."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "functions/web"
SCRIPTS = sorted(path for path in WEB.glob("static/**/*.js") if path.parent.name != "vendor")
STYLES = sorted(WEB.glob("static/**/*.css"))
TEMPLATES = sorted(WEB.glob("templates/*.html"))
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc"
    r"|\beval\(|new Function|setAttribute\(\s*[\"'](?:on|style)|document\.cookie"
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_writes_no_html_and_reads_no_cookie(path: Path) -> None:
    assert not UNSAFE.search(path.read_text())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_fetches_nothing(path: Path) -> None:
    assert not re.search(r"url\(|@import (?!\"\./)|expression\(", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_field_has_a_name_that_can_be_heard(path: Path) -> None:
    text = path.read_text()
    inside_labels = "".join(re.findall(r"<label\b.*?</label>", text, re.DOTALL))
    labelled = set(re.findall(r'<label for="([^"]+)"', text))
    for field in re.findall(r"<(?:input|select)\b[^>]*>", text):
        named = re.search(r'\sid="([^"]+)"', field)
        assert field in inside_labels or "aria-label=" in field or (named and named[1] in labelled), field


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_nothing_is_asked_of_a_third_party(path: Path) -> None:
    assert not re.search(
        r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", path.read_text().replace("http://www.w3.org/2000/svg", "")
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_element_that_a_script_looks_for_is_in_a_template(path: Path) -> None:
    markup = "".join(template.read_text() for template in TEMPLATES)
    for name in re.findall(r'byId\("([^"]+)"\)', path.read_text()):
        assert f'id="{name}"' in markup
