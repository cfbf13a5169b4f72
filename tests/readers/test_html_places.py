"""Places: the XPath of every character leads lxml to the node that holds it, on the same bytes."""

# ruff: noqa: E501 - a case stands in one line with its markup

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from html_reading import read
from hypothesis import given
from hypothesis import strategies as st

from communique.document import Document, NodeSpan, Span
from communique.readers.html import read_html


def resolved(data: bytes, document: Document, span: Span) -> str:
    """What lxml finds at the places of a span, white space left out."""
    tree = lxml.html.document_fromstring(data)
    found = ""
    for place in document.places(span):
        assert isinstance(place, NodeSpan)
        nodes = tree.xpath(place.xpath)
        assert len(nodes) == 1, place
        found += str(nodes[0])[place.start : place.end]
    return "".join(found.split())


def misplaced(data: bytes) -> list[tuple[str, str]]:
    """The blocks of a page whose places hold other characters, with these."""
    document = read_html(data)
    blocks = [(b.span.of(document.text), resolved(data, document, b.span)) for b in document.blocks]
    return [(text, found) for text, found in blocks if "".join(text.split()) != found]


PAGES = {
    "plain": "<p>One <b>two</b> three</p><p>four</p>",
    "comments": "<p>a<!-- x -->b<?pi?>c<b>d</b>e</p>",
    "names-with-colons": "<p>a<o:p>b</o:p><st1:place>Lyon</st1:place><o:p>c</o:p></p>",
    "text-in-body": "one<br>two<div>three</div>four",
    "lists": "<ul><li>a<li>b<ul><li>c</ul>d</ul>",
    "tables": "<table>\n<tr><td>a<td>b</tr>\n<tbody><tr><td>c<td>d</table>",
    "unclosed": "<p>a<div>b<p>c<b>d<p>e</b>f",
    "nested-links": "<a href=x>a<a href=y>b</a>c</a>",
    "stray-ends": "a</b>b</p>c</div>d",
    "entities": "<p>a &amp; b &eacute; &#233; &unknown; &lt;c&gt;</p>",
    "dashed-names": "<p><x-note>a</x-note>b<x_y>c</x_y></p>",
    "scripts": "<p>a<script>var b</script>c</p><style>d</style><p>e</p>",
    "forms": "<form><p>a</p><table><form><tr><td>b</td></tr></form></table></form>",
    "frames-of-text": "<p>a<p><p></p>\n\n<p>b</p>",
    "cdata": "<p>a<![CDATA[b]]>c</p>",
}


@pytest.mark.parametrize("case", PAGES)
def test_places_lead_to_the_characters(case: str) -> None:
    body = PAGES[case]
    assert (
        misplaced(f"<!DOCTYPE html>\n<html><head><title>x</title></head>\n<body>\n{body}\n</body></html>".encode())
        == []
    )


def test_a_note_in_an_attribute_has_the_attribute_as_its_place() -> None:
    body = '<p>The LPS<sup class="footnote" title="CNRS &amp; Lyon.">1</sup> opens.</p>'
    document = read(body)
    note = document.note_hints[0]
    assert document.places(Span(note.body, note.end)) == (NodeSpan("/html/body[1]/p[1]/sup[1]/@title", 0, 12),)


def test_a_note_with_markup_in_an_attribute_has_the_places_of_its_pieces() -> None:
    body = '<p>The LPS<sup class="footnote" data-content="&lt;p&gt;CNRS &lt;b&gt;Lyon&lt;/b&gt;&lt;/p&gt;">1</sup></p>'
    document = read(body)
    note = document.note_hints[0]
    places = document.places(Span(note.body, note.end))
    value = "<p>CNRS <b>Lyon</b></p>"
    assert [value[p.start : p.end] for p in places if isinstance(p, NodeSpan)] == ["CNRS ", "Lyon"]


def test_what_the_reader_supplies_has_no_place() -> None:
    document = read("<p>one</p><p>two</p>")
    assert document.places(Span(3, 4)) == ()


def test_emptied_images_and_scripts_change_no_place() -> None:
    image = '<img src="data:image/png;base64,' + "QUJD" * 100_000 + '">'
    page = f"<html><body>{image}<p>one</p><script>{'x' * 300_000}</script><!--{'y' * 99}--><p>two</p></body></html>"
    assert misplaced(page.encode()) == []


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["gold/train", "seed"])
def test_places_lead_to_the_characters_of_the_gold_releases(shared: Path, folder: str) -> None:
    wrong = {f.parent.name: m for f in sorted((shared / folder).rglob("*.html")) if (m := misplaced(f.read_bytes()))}
    assert wrong == {}


SOUP = st.lists(
    st.one_of(
        st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>"]),
        st.sampled_from(["</table>", "<br>", "<!--x-->", "<a href='#n'>", "</a>", "<p id=n>", "<h1>", "</h1>", "<o:p>", "<?x?>"]),
        st.sampled_from(["word", " ", "\n", "é", "&amp;", "<", "1", "<sup>1</sup>", "</body>", "<html>", "<span hidden>"]),
    ),
    max_size=25,
)  # fmt: skip


@given(SOUP)
def test_places_lead_to_the_characters_in_any_soup_of_tags(parts: list[str]) -> None:
    data = ("<!DOCTYPE html><html><head><meta charset=utf-8></head><body><p>x</p>" + "".join(parts)).encode()
    assert misplaced(data) == []
