"""Blocks of HTML pages: roles, lists, tables, line breaks, and how their text is set."""

# ruff: noqa: E501 - a case stands in one line with its markup

from __future__ import annotations

import pytest
from html_reading import read, text_of

from communique.document import Style
from communique.readers.html import read_html

LONG = "The laboratory opens in Lyon with forty people and two microscopes, and the mayor cuts a ribbon there."

# case: page, blocks as (role, level, marker, text)
BLOCKS: dict[str, tuple[str, list[tuple[str, int, str, str]]]] = {
    "headings": (
        '<h1>A</h1><h3>B</h3><div role="heading" aria-level="4">C</div><p>D</p>',
        [("heading", 1, "", "A"), ("heading", 3, "", "B"), ("heading", 4, "", "C"), ("paragraph", 0, "", "D")],
    ),
    "text-in-body": ("One <b>two</b> three<div>four</div>five", [("paragraph", 0, "", t) for t in ("One two three", "four", "five")]),
    "spans-and-divs": (
        "<div><span>PRESS RELEASE</span><div>Lyon</div><span style='display: block'>A</span><span>B</span></div>",
        [("paragraph", 0, "", t) for t in ("PRESS RELEASE", "Lyon", "A", "B")],
    ),
    "nested-lists": (
        "<ul><li>a<ol><li>b<li>c</ol>d</li></ul>",
        [("list_item", 1, "•", "a"), ("list_item", 2, "1.", "b"), ("list_item", 2, "2.", "c"), ("list_item", 1, "", "d")],
    ),
    "numbered-lists": (
        '<ol start="3" type="a"><li>x</li><li value="9">y</li></ol><ol reversed><li>p</li><li>q</li></ol><ol type="I"><li>z</li></ol>',
        [("list_item", 1, m, t) for m, t in (("c.", "x"), ("i.", "y"), ("2.", "p"), ("1.", "q"), ("I.", "z"))],
    ),
    "item-of-two-paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", [("list_item", 1, "•", "a"), ("list_item", 1, "", "b")]),
    "item-without-list": ("<li>a</li><p>b</p>", [("list_item", 1, "•", "a"), ("paragraph", 0, "", "b")]),
    "definitions": ("<dl><dt>Contact</dt><dd>Ann Lee</dd></dl>", [("paragraph", 0, "", "Contact"), ("paragraph", 0, "", "Ann Lee")]),
    "quote-and-details": (
        "<blockquote>“Yes.”</blockquote><details><summary>More</summary><p>x</p></details>",
        [("paragraph", 0, "", t) for t in ("“Yes.”", "More", "x")],
    ),
    "preformatted": (
        "<pre>The unit opens in the\nautumn of this year.\n\nContact: press office</pre>",
        [("paragraph", 0, "", t) for t in ("The unit opens in the autumn of this year.", "Contact: press office")],
    ),
    "figure": ("<figure><img alt='A lab'><figcaption>The lab</figcaption></figure>", [("caption", 0, "", "The lab")]),
    "table": (
        "<table><caption>Staff</caption><tr><th>Unit</th><th>Staff</th></tr><tr><td><p>LPS</p><p>Lyon</p></td><td>40<br>or so</td></tr></table>",
        [("caption", 0, "", "Staff"), ("table_row", 0, "", "Unit\tStaff"), ("table_row", 0, "", "LPS Lyon\t40 or so")],
    ),
    "table-without-heads": (
        "<table><tr><td>LPS</td><td>40</td></tr><tr><td>LKB</td><td>12</td></tr></table>",
        [("table_row", 0, "", "LPS\t40"), ("table_row", 0, "", "LKB\t12")],
    ),
    "table-as-layout": (
        f"<table><tr><td><h1>A</h1><p>{LONG}</p></td><td>Ann Lee<br>T 01 44 96 51 51</td></tr></table>",
        [("heading", 1, "", "A"), ("paragraph", 0, "", LONG), ("paragraph", 0, "", "Ann Lee"), ("paragraph", 0, "", "T 01 44 96 51 51")],
    ),
    "table-in-table": (
        "<table><tr><td>Lyon</td><td><table><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table></td></tr></table>",
        [("paragraph", 0, "", "Lyon"), ("table_row", 0, "", "a\tb"), ("table_row", 0, "", "c\td")],
    ),
    "windows-controls": ("<p>l&#146;unit&#233; &#150; 3&#128;</p>", [("paragraph", 0, "", "l’unité – 3€")]),
    "comments-and-instructions": (
        "<p>a<!-- x -->b<?php echo 1 ?>c</p><!--[if mso]><p>for Word</p><![endif]--><p>d</p>",
        [("paragraph", 0, "", "abc"), ("paragraph", 0, "", "d")],
    ),
    "unclosed": ("<p>a<p>b<ul><li>c<li>d</ul><b>e", [("paragraph", 0, "", "a"), ("paragraph", 0, "", "b"), ("list_item", 1, "•", "c"), ("list_item", 1, "•", "d"), ("paragraph", 0, "", "e")]),
    "quotation-element": ("<p>She said <q>yes <b>and</b> no</q>.</p>", [("paragraph", 0, "", "She said “yes and no”.")]),
    "word-namespace": ("<p>a<o:p>b</o:p></p>", [("paragraph", 0, "", "ab")]),
}  # fmt: skip


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks_have_their_roles(case: str) -> None:
    body, expected = BLOCKS[case]
    document = read(body)
    assert [(b.role, b.level, b.marker, b.span.of(document.text)) for b in document.blocks] == expected


def test_items_of_a_list_and_rows_of_a_table_share_a_group() -> None:
    document = read("<ul><li>a<li>b</ul><p>c</p><ul><li>d</ul><table><tr><th>e<th>f<tr><td>g<td>h</table><p>i</p>")
    assert [b.group for b in document.blocks] == [1, 1, -1, 2, 3, 3, -1]


# case: markup of one paragraph, its blocks
BREAKS: dict[str, tuple[str, list[str]]] = {
    "contact-lines": (
        "<b>Contact presse</b><br>Ann Lee<br>Tél. 01 44 96 51 51<br>ann.lee@cnrs.example",
        ["Contact presse", "Ann Lee", "Tél. 01 44 96 51 51", "ann.lee@cnrs.example"],
    ),
    "blank-line": (f"{LONG}<br><br>{LONG}", [LONG, LONG]),
    "blank-line-before-lower-case": ("one<br>&nbsp;<br>two", ["one", "two"]),
    "whole-paragraphs": (f"{LONG}<br>{LONG}", [LONG, LONG]),
    "goes-on-in-lower-case": ("a laboratory of the CNRS<br>which opens in Lyon", ["a laboratory of the CNRS which opens in Lyon"]),
    "goes-on-after-of": ("director of the<br>Institut Néel", ["director of the Institut Néel"]),
    "goes-on-after-comma": ("Institut Néel,<br>Grenoble", ["Institut Néel, Grenoble"]),
    "goes-on-after-dash": ("PARIS –<br>Le CNRS", ["PARIS – Le CNRS"]),
    "heading-in-bold": ("<b>About AIST</b><br>AIST was formed in 2001.", ["About AIST", "AIST was formed in 2001."]),
    "dashes": ("Partners:<br>- CNRS<br>– Inria<br>• IRD", ["Partners:", "- CNRS", "– Inria", "• IRD"]),
    "notes": ("<sup>1</sup> CNRS.<br><sup>2</sup> Created in 2015.", ["1 CNRS.", "2 Created in 2015."]),
    "stars": ("* CNRS/Inria<br>** created in 2015", ["* CNRS/Inria", "** created in 2015"]),
    "numbers": ("1. le laboratoire<br>2. la plateforme", ["1. le laboratoire", "2. la plateforme"]),
    "quotation-and-speaker": ("“It is open.”<br>Ann Lee, director", ["“It is open.”", "Ann Lee, director"]),
    "address-in-a-sentence": (
        f"{LONG[:-1]} says https://lps.example which<br>also says so",
        [f"{LONG[:-1]} says https://lps.example which also says so"],
    ),
    "wrapped-mail": (
        "The laboratory opens in Lyon with forty people and two<br>microscopes, and the mayor cuts a ribbon there. The Rector<br>"
        "then speaks of the time when the building was a stable and<br>of the horses that lived in it until the war of 1914.<br>Nobody listens.",
        [
            "The laboratory opens in Lyon with forty people and two microscopes, and the mayor cuts a ribbon there. The Rector "
            "then speaks of the time when the building was a stable and of the horses that lived in it until the war of 1914. "
            "Nobody listens."
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BREAKS)
def test_line_breaks_end_blocks_where_the_words_say_so(case: str) -> None:
    markup, expected = BREAKS[case]
    assert text_of(f"<p>{markup}</p>") == expected


def test_a_heading_stays_one_block_over_its_line_breaks() -> None:
    assert text_of("<h1>The CNRS opens<br>A laboratory</h1>") == ["The CNRS opens A laboratory"]


SHEET = "<style>.c5 { vertical-align: super } span.c6,.c8{font-weight:700} @media print{.c7{font-style:italic}}</style>"
STYLES: dict[str, tuple[str, Style]] = {
    "sup": ("<sup>x</sup>", Style(superscript=True)),
    "sub": ("<sub>x</sub>", Style(subscript=True)),
    "sub-in-sup": ("<sup><sub>x</sub></sup>", Style(subscript=True)),
    "css-super": ('<span style="font-size:8pt;vertical-align: super">x</span>', Style(superscript=True)),
    "css-raised": ('<span style="vertical-align:4pt">x</span>', Style(superscript=True)),
    "css-lowered": ('<span style="vertical-align:-2px">x</span>', Style(subscript=True)),
    "css-baseline": ('<sup style="vertical-align:baseline">x</sup>', Style()),
    "word-raised": ('<span style="position:relative;top:-5.0pt;mso-text-raise:5.0pt">x</span>', Style(superscript=True)),
    "class-superscript": ('<span class="superscript">x</span>', Style(superscript=True)),
    "class-of-the-sheet": ('<span class="c5">x</span>', Style(superscript=True)),
    "class-of-a-list-of-selectors": ('<span class="c8">x</span>', Style(bold=True)),
    "class-for-print": ('<span class="c7">x</span>', Style()),
    "bold": ("<strong>x</strong>", Style(bold=True)),
    "css-bold": ('<span style="font-weight:600">x</span>', Style(bold=True)),
    "not-so-bold": ('<b style="font-weight:normal">x</b>', Style()),
    "italic-in-bold": ("<b><em>x</em></b>", Style(bold=True, italic=True)),
    "link": ('<a href=" https://cnrs.example ">x</a>', Style(link="https://cnrs.example")),
    "raised-link": ('<a href="#top"><sup>x</sup></a>', Style(superscript=True, link="#top")),
    "top-aligned": ('<span style="vertical-align:top">x</span>', Style()),
}  # fmt: skip


@pytest.mark.parametrize("case", STYLES)
def test_text_keeps_how_it_is_set(case: str) -> None:
    markup, style = STYLES[case]
    document = read(f"<p>a {markup} b</p>", head=SHEET)
    at = document.text.index("x")
    assert [r.style for r in document.runs if r.start <= at < r.end] == [style]


def test_what_the_server_said_before_a_saved_page_is_not_read() -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nDate: today\r\n\r\n<html><body><p>A laboratory</p></body></html>"
    assert read_html(data).text == "A laboratory"
