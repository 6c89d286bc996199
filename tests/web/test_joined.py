"""Rules of joining: a page's script is one module that holds all it imports, each part in its own scope."""

import re

import pytest

from web import joined, page, static_files

SCRIPTS = sorted(name for name in static_files.names() if name.endswith(".js"))
STYLES = sorted({each.style for each in page.PAGES})


def parts_of(name: str) -> list[str]:
    return re.findall(r"^// ([a-z-]+\.js)$", joined.script(name), re.MULTILINE)


def imports_of(name: str) -> set[str]:
    return set(re.findall(r'from "\./([a-z-]+\.js)"', joined.read(name)))


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_is_left_to_import_or_export(name: str) -> None:
    assert not re.search(r"^(?:import|export)\b", joined.script(name), re.MULTILINE)


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_part_stands_once_and_after_what_it_needs(name: str) -> None:
    parts = parts_of(name)
    assert parts[-1] == name
    assert len(parts) == len(set(parts))
    for place, part in enumerate(parts):
        assert imports_of(part) <= set(parts[:place])


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_name_that_is_imported_is_exported(name: str) -> None:
    for names, source in re.findall(r'^import \{([^}]*)\} from "\./([a-z-]+\.js)";', joined.read(name), re.MULTILINE):
        exported = re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", joined.read(source), re.MULTILINE)
        wanted = {one.split(" as ")[0].strip() for one in names.split(",") if one.strip()}
        assert wanted <= set(exported)


@pytest.mark.parametrize("name", STYLES)
def test_a_pages_style_sheet_holds_all_that_it_imports(name: str) -> None:
    text = joined.style(name)
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert text.count(":root {") == 2, "the colours, by day and by night, once"
    assert text.rindex(":root {") < text.index("body {"), "what is imported comes first"
