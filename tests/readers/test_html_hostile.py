"""Pages made to break readers: they are read, or refused with a reason, and never crash or hang."""

from __future__ import annotations

import time

import pytest
from html_reading import read, text_of

from communique.errors import ReadError
from communique.readers import builder
from communique.readers.html import read_html, weight
from communique.readers.html.weight import LIGHT_BYTES, MAX_DEPTH, MAX_PAGE_BYTES, MAX_TAGS, cut_tags, lighten

SENTENCE = "The laboratory opens in Lyon with forty people and two microscopes. "

READ: dict[str, tuple[bytes, str]] = {
    "10,000 levels": (b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000 + b"<p>after", "deep\nafter"),
    "10,000 inline levels": (b"<p>" + b"<b><i>" * 5_000 + b"deep", "deep"),
    "2,000 tables in tables": (b"<table><tr><td>" * 2_000 + b"deep", "deep"),
    "5,000 lists in lists": (b"<ul><li>" * 5_000 + b"deep", "deep"),
    "50 MB image": (b"<p>one</p><img src='data:image/png;base64," + b"QUJD" * 12_500_000 + b"'><p>two", "one\ntwo"),
    "20 MB script": (b"<p>one</p><script>" + b"var x=1;" * 2_500_000 + b"</script><p>two", "one\ntwo"),
    "20 MB comment": (b"<p>one</p><!--" + b"<p>x</p>" * 2_500_000 + b"--><p>two", "one\ntwo"),
    "300,000 brackets": (b"<p>" + b"<" * 300_000, "<" * 300_000),
    "100,000 attributes": (b"<p " + b"a=1 " * 100_000 + b">x</p>", "x"),
    "100,000 stray end tags": (b"<div>" * 2_000 + b"</span>" * 100_000 + b"x", "x"),
    "1,000,000 spaces": (b"<p>a" + b" " * 1_000_000 + b"b", "a b"),
    "frames": (b"<html><head></head><body>x<frameset><frame src=a></frameset></body></html>", "x"),
    "cut in a tag": (b"<p>one</p><p class='", "one"),
    "cut in a comment": (b"<p>one</p><!-- two", "one"),
    "nested links": (b"<p>" + b"<a href='#n'>" * 3_000 + b"x", "x"),
}  # fmt: skip


LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))

ENTITIES = {
    "entities of entities": (f'<!DOCTYPE html [<!ENTITY e0 "ha">{LAUGHS}]><p>one &e12; two', "&e12;"),
    "an entity of itself": ('<!DOCTYPE html [<!ENTITY e "&e;">]><p>one &e; two', "&e;"),
    "a file as entity": ('<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>one &e; two', "&e;"),
    "in XHTML": (f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{LAUGHS}]><html><p>one &e12; two', "&e12;"),
    "a number of a thousand digits": (f"<p>one &#{'9' * 1_000}; two", "\ufffd"),
}


@pytest.mark.parametrize("case", ENTITIES)
def test_entities_of_the_page_itself_are_not_replaced(case: str) -> None:
    page, kept = ENTITIES[case]
    document = read_html(page.encode())
    assert document.text.endswith(f"one {kept} two")
    assert len(document.text) < 2_000


def test_a_million_entities_are_read() -> None:
    assert len(read_html(b"<p>" + b"&amp;" * 400_000).text) == 400_000


@pytest.mark.parametrize("case", READ)
def test_a_hostile_page_is_read(case: str) -> None:
    data, text = READ[case]
    assert read_html(data).text == text


def test_a_million_nul_bytes_go() -> None:
    assert read_html(b"<p>a" + b"\0" * 1_000_000 + b"b</p>" + b"<p>c</p>" * 20_000).text[:6] == "ab\nc\nc"


REFUSED = {
    "100 MB paragraph": (b"<p>" + SENTENCE.encode() * 1_500_000, "too-large", f"{MAX_PAGE_BYTES:,}"),
    "text below the depth limit": (b"<div>" * 50_000 + b"x", "too-large", f"{MAX_DEPTH:,}"),
    "no text": (b"<html><body><img src='a.png'></body></html>", "no-text", "no text"),
    "only code": (b"<script>document.write('x')</script><style>p{}</style>", "no-text", "no text"),
    "only hidden": (b"<p hidden></p><p>&nbsp;</p>", "no-text", "no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_page_that_cannot_be_read_is_refused_with_a_reason(case: str) -> None:
    data, reason, words = REFUSED[case]
    with pytest.raises(ReadError, match=words) as raised:
        read_html(data)
    assert raised.value.reason == reason


def test_what_lies_beyond_the_last_tag_that_is_read_is_told() -> None:
    markup = "<p>x</p>" * (MAX_TAGS // 2 + 5)
    kept, issues = cut_tags(markup)
    assert kept == "<p>x</p>" * (MAX_TAGS // 2)
    assert [i.code for i in issues] == ["reader.limit-reached"]


def test_more_notes_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "MAX_TAGS", 900)
    monkeypatch.setattr(weight, "MAX_DEPTH", 300)
    document = read_html(notes(2_000).encode())
    assert [i.code for i in document.issues if i.severity == "error"] == ["reader.limit-reached"]
    assert len(document.text) < 2_000


def test_a_paragraph_that_is_too_long_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MAX_CHARACTERS", 10 * len(SENTENCE))
    document = read_html(b"<p>" + SENTENCE.encode() * 1_000)
    assert document.text == (SENTENCE * 10).strip()
    assert [i.code for i in document.issues if i.severity == "error"] == ["reader.limit-reached"]
    assert f"{990 * len(SENTENCE):,}"[:4] in document.issues[-1].message


def test_paragraphs_that_are_never_closed_are_not_deep() -> None:
    markup = "<p>x<li>y" * MAX_DEPTH
    assert cut_tags(markup) == (markup, ())


@pytest.mark.parametrize(
    ("heavy", "light"),
    [
        (b"<script>var x = '</p>';</script>", b"<script></script>"),
        (b"<SCRIPT src=a>x</SCRIPT >", b"<SCRIPT src=a></SCRIPT >"),
        (b"<!-- <script> --><p>a</p><script>b</script>", b"<!----><p>a</p><script></script>"),
        (b"<style>p{}</style>", b"<style></style>"),
        (b'<script type="application/ld+json">{}</script>', b'<script type="application/ld+json">{}</script>'),
        (b"<img src='data:image/png;base64," + b"QUJD" * 20 + b"'>", b"<img src='data:image/png;base64,'>"),
        (b"<p>a;base64,b</p>", b"<p>a;base64,b</p>"),
        (b"<p>a</p><!-- never closed", b"<p>a</p><!--"),
    ],
)
def test_weight_goes_and_tags_stay(heavy: bytes, light: bytes) -> None:
    filler = b"<p>" + b"x" * LIGHT_BYTES + b"</p>"
    assert lighten(filler + heavy) == filler + light


def test_a_light_page_is_left_as_it_is() -> None:
    page = b"<script>x</script><!-- y -->"
    assert lighten(page) is page


def notes(count: int) -> str:
    calls = "".join(f"word<a id='r{i}' href='#n{i}'><sup>{i % 900}</sup></a> " for i in range(count))
    return f"<p>{calls}</p>" + "".join(f"<p id='n{i}'><a href='#r{i}'>{i % 900}</a> note</p>" for i in range(count))


def calls(count: int) -> str:
    return f"<p>{'word<a href=#n><sup>1</sup></a> ' * count}</p><p id=n>1 note"


def bodies_in_one_paragraph(count: int) -> str:
    calls = "".join(f"word<a id='r{i}' href='#n{i}'><sup>{i % 900}</sup></a> " for i in range(count))
    return f"<p>{calls}</p><p>" + "".join(f"<a name=n{i} href='#r{i}'>{i % 900}</a> note<br>" for i in range(count))


def titles(count: int) -> str:
    return "<p>" + "".join(f"word<sup class=footnote title='the unit number {i}'>1</sup> " for i in range(count))


def back_links(count: int) -> str:
    return "<p>x<a href='#f' id=r>1</a></p><ol><li id=f>" + "<a href='#r'>^</a>" * count + "body</li></ol>"


def lines(count: int) -> str:
    return "<p>" + "line of text<br>" * count


def named_boxes(count: int) -> str:
    return "<div class='header related'>" * min(count, MAX_DEPTH - 1) + SENTENCE * 20 + "<a href=x>y</a>" * count


def related_headings(count: int) -> str:
    return f"<p>{SENTENCE}</p>" + "<h3>Read also</h3>" + "<p>Read also</p><div></div>" * count


def targets_in_targets(count: int) -> str:
    links = "".join(f"<a href='#n{i}'>{i % 99}</a> " for i in range(count))
    return "".join(f"<div id=n{i}>" for i in range(min(count, 5_000))) + SENTENCE + links


SHAPES = [
    notes,
    calls,
    bodies_in_one_paragraph,
    titles,
    back_links,
    lines,
    named_boxes,
    related_headings,
    targets_in_targets,
]


def seconds(page: str) -> float:
    data = page.encode()
    start = time.process_time()
    read_html(data)
    return time.process_time() - start


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.__name__)
def test_time_grows_with_the_page_and_not_with_its_square(shape) -> None:  # type: ignore[no-untyped-def]
    seconds(shape(50))
    small, large = min(seconds(shape(250)) for _ in range(3)), min(seconds(shape(2_000)) for _ in range(2))
    assert large < 24 * small + 0.2, (small, large)  # eight times the page; a square would take 64 times


def test_five_thousand_callouts_all_lead_to_their_note() -> None:
    document = read(calls(5_000))
    assert {c.target for c in document.callout_hints} == {"n"}
    assert (len(document.callout_hints), len(document.note_hints)) == (5_000, 1)


def test_pairs_are_told_apart_by_the_thousand() -> None:
    document = read(bodies_in_one_paragraph(1_500))
    assert [c.target for c in document.callout_hints] == [n.target for n in document.note_hints]
    assert len(document.note_hints) == 1_500


def test_a_page_reads_the_same_twice() -> None:
    body = notes(40) + titles(10)
    assert read(body).text == read(body).text
    assert text_of(body) == text_of(body)
