"""A plain browser is read as the library reads it, without the library."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.enrich.browser import _look_up
from ingest.enrich.plain_browser import read_plain

ROOT = Path(__file__).parents[3]
NUMBER = st.integers(0, 200).map(str)
VERSION = st.builds("{}.{}{}".format, NUMBER, NUMBER, st.sampled_from(["", ".0", ".0.0", ".7204.93"]))
MODEL = st.sampled_from(["K", "Mobile"])
PLATFORM = st.one_of(
    st.sampled_from(["Windows NT 10.0; Win64; x64", "X11; Linux x86_64", "X11; Ubuntu; Linux x86_64"]),
    st.builds("Macintosh; Intel Mac OS X 10{0}{1}".format, st.sampled_from("_."), st.sampled_from(["15", "9", "15_7"])),
    st.builds("{} OS {}_{} like Mac OS X".format, st.sampled_from(["iPhone; CPU iPhone", "iPad; CPU"]), NUMBER, NUMBER),
    st.builds("{}Android {}; {}".format, st.sampled_from(["Linux; ", ""]), st.integers(4, 20), MODEL),
)
ENGINE = st.one_of(
    st.builds(") Gecko/{} Firefox/{}".format, st.sampled_from(["20100101", "143.0"]), VERSION),
    st.builds("; rv:{0}) Gecko/20100101 Firefox/{0}".format, VERSION.filter(lambda each: len(each) <= 8)),
    st.builds(
        ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}{} Safari/537.36{}".format,
        VERSION,
        st.sampled_from(["", " Mobile"]),
        st.one_of(st.just(""), VERSION.map(" Edg/{}".format)),
    ),
    st.builds(
        ") AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{}{} Safari/604.1".format,
        VERSION,
        st.sampled_from(["", " Mobile/15E148"]),
    ),
)


@given(st.builds("Mozilla/5.0 ({}{}".format, PLATFORM, ENGINE))
def test_it_says_what_the_library_says_or_leaves_it_to_the_library(user_agent: str) -> None:
    plain = read_plain(user_agent)
    assert plain is None or tuple(plain) == _look_up(user_agent)


BLINK, WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)", "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = f"(Windows NT 10.0; Win64; x64) {BLINK} Chrome/142.0.0.0 Safari/537.36"
ANDROID = f"(Linux; Android 10; K) {BLINK} Chrome/142.0.0.0 Mobile Safari/537.36"
SAFARI = f"(Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/26.1 Safari/605.1.15"
IPHONE = f"(iPhone; CPU iPhone OS 18_7 like Mac OS X) {WEBKIT} Version/26.1 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (CHROME, ("Chrome", "142", "0", "Windows")),
        (f"{CHROME} Edg/142.0.0.0", ("Edge", "142", "0", "Windows")),
        (ANDROID, ("Chrome Mobile", "142", "0", "Android")),
        (SAFARI, ("Safari", "26", "1", "Mac OS X")),
        (IPHONE, ("Mobile Safari", "26", "1", "iOS")),
        ("(X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", ("Firefox", "145", "0", "Linux")),
        ("(Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", ("Firefox Mobile", "145", "0", "Android")),
    ],
)
def test_what_nearly_all_pages_send_is_read_without_the_library(rest: str, told: tuple[str, ...]) -> None:
    user_agent = f"Mozilla/5.0 {rest}"
    assert read_plain(user_agent) == told
    script = (
        f"import sys; from ingest.enrich.browser import read_browser; read_browser({user_agent!r});"
        " assert 'ua_parser' not in sys.modules"
    )
    path = f"{ROOT / 'functions'}:{ROOT / 'layers/common'}"
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": path}, check=True)
