"""The frame: one file, a policy that lets our script run and nothing else, data that can't end its element."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup
from invented import invented_diff

from communique.diff.changes import Diff
from communique.review.changes_page import changes_page, served_page
from communique.review.frame import embed_json, pack_json, render_page

ASSETS = {
    path.name: path.read_text(encoding="utf-8") for path in files("communique.review").joinpath("assets").iterdir()
}
SCRIPTS = {name: text for name, text in ASSETS.items() if name.endswith(".js")}

TEXTS = {
    "end of script": "</script><script>alert(1)</script>",
    "in capitals": "</SCRIPT >",
    "comment": "<!--<script>",
    "end of comment": "--><b>",
    "quotes": "\"'\\",
    "controls": "\x00\x1b\x85\u2028\u2029",
    "surrogate": "\ud83d",
    "beyond the plane": "😀",
}


@pytest.mark.parametrize("case", TEXTS)
def test_embedded_json_says_the_same_and_holds_no_markup(case: str) -> None:
    embedded = embed_json({"words": [TEXTS[case]]})
    assert json.loads(embedded) == {"words": [TEXTS[case]]}
    assert not set(embedded) & set("<>&")
    embedded.encode("utf-8")


def test_packed_json_is_letters_and_figures() -> None:
    assert re.fullmatch(r"[\w+/=]+", pack_json({"words": list(TEXTS.values())}))


def test_a_text_stays_in_its_element() -> None:
    page = render_page(TEXTS["end of script"], style=[], script=["dom.js"], data={"words": list(TEXTS.values())})
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.find_all("script")) == 2
    assert soup.title is not None
    assert soup.title.string == TEXTS["end of script"]
    data = soup.find(id="words")
    assert data is not None
    assert json.loads(data.get_text()) == list(TEXTS.values())


def policy(page: str) -> dict[str, str]:
    meta = BeautifulSoup(page, "html.parser").find("meta", {"http-equiv": "Content-Security-Policy"})
    assert meta is not None
    return dict(rule.split(" ", 1) for rule in str(meta["content"]).split("; "))


@pytest.mark.parametrize("write", [changes_page, served_page])
def test_the_policy_knows_the_page_by_hash_and_lets_nothing_else_run(write: Callable[[Diff], str]) -> None:
    page = write(invented_diff(3))
    soup, rules = BeautifulSoup(page, "html.parser"), policy(page)
    for kind, element in (("script-src", soup.find_all("script")[-1]), ("style-src", soup.style)):
        assert element is not None
        digest = hashlib.sha256(str(element.string).encode()).digest()
        assert rules[kind] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in " ".join(rules.values())


def test_a_page_on_disk_may_ask_nobody() -> None:
    assert policy(changes_page(invented_diff(1)))["connect-src"] == "'none'"
    assert policy(served_page(invented_diff(1)))["connect-src"] == "'self'"


def test_the_same_diff_gives_the_same_bytes() -> None:
    assert changes_page(invented_diff(300)) == changes_page(invented_diff(300))


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_makes_no_markup_of_text_and_runs_no_text(name: str) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|srcdoc|setHTML|createContextual"
    )
    assert re.findall(forbidden, SCRIPTS[name]) == []


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_an_asset_names_no_other_place(name: str) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", re.sub(r"^\s*//.*$", "", ASSETS[name], flags=re.M)))
    assert addresses <= {"http://www.w3.org"}
