"""What counts as a callout and a note in HTML, what only looks like it, and how far they reach."""

# ruff: noqa: E501 - markup stands in the lines in which its generators write it

from __future__ import annotations

import pytest
from html_reading import marked, notes_of, read, text_of

A = "CNRS/Université de Lyon."
TEXT = "The laboratory opens in Lyon with forty people and two microscopes, and the mayor cuts a ribbon there."

# What only looks like notes: page, its blocks; there are no callouts and no notes in it.
FALSE_FRIENDS: dict[str, tuple[str, list[str]]] = {
    "equation": (
        '<p>By Theorem <a href="#thm">1</a> and equation (<a href="#eq1">1</a>) it holds.</p><div id="thm">All is one.</div><p id="eq1">E = m</p>',
        ["By Theorem 1 and equation (1) it holds.", "All is one.", "E = m"],
    ),
    "figure-and-table": (
        '<p>See <a href="#f1">1</a> and <a href="#t2">2</a>.</p><figure id="f1"><figcaption>1. A lab</figcaption></figure><table id="t2"><tr><th>2<td>b<tr><th>c<td>d</table>',
        ["See 1 and 2.", "1. A lab", "2\tb", "c\td"],
    ),
    "contents": (
        f'<p><a href="#s1">1</a> First, <a href="#s2">2</a> Second</p><h2 id="s1">1 First</h2><p>{TEXT}</p><h2 id="s2">2 Second</h2><p>{TEXT}</p>',
        ["1 First, 2 Second", "1 First", TEXT, "2 Second", TEXT],
    ),
    "section": (
        f'<p>As section <a href="#sec3">3</a> says.</p><section id="sec3"><h2>3 Work</h2><p>{TEXT}</p></section>',
        ["As section 3 says.", "3 Work", TEXT],
    ),
    "index-of-letters": ('<p>See <a href="#A">A</a> or <a href="#B">B</a>.</p><p id="A">A laboratory</p><p id="B">B laboratory</p>', ["See A or B.", "A laboratory", "B laboratory"]),
    "pages": (f'<p>{TEXT}</p><ul><li><a href="#p1">1</a></li><li><a href="#p2">2</a></li></ul><div id="p1">1 lab</div><div id="p2">2 lab</div>', [TEXT, "1 lab", "2 lab"]),
    "tabs": ('<button aria-controls="t1">1</button><button aria-controls="t2">2</button><div id="t1">1 lab</div><div id="t2">2 lab</div>', ["1 lab", "2 lab"]),
    "exponents": ("<p>3000 km<sup>2</sup>, 10<sup>16</sup> eV, <sup>82</sup>Sr, He<sup>2+</sup>, 4<sup>th</sup>, 27<sup>eme</sup>, Follow us<sup>®</sup></p>", ["3000 km2, 1016 eV, 82Sr, He2+, 4th, 27eme, Follow us®"]),
    "price-star": ("<p>From 3 €<sup>**</sup> a day</p><form><label>Name<sup>*</sup></label></form>", ["From 3 €** a day"]),
    "cookie-star": (f'<p>{TEXT}</p><div class="cookie-banner">We use cookies<sup><a href="#ck">*</a></sup><p id="ck">* See our policy</p></div>', [TEXT]),
    "site-footer-note": (f'<main><p>{TEXT}</p></main><footer><p class="footnote"><sup>*</sup> See our policy.</p></footer>', [TEXT]),
    "newsletter-note": (f'<p>{TEXT}</p><div class="newsletter-form-footnote">* required</div>', [TEXT]),
    "caption-called-footnote": ('<p class="footnote">Photo: CNRS, 2019</p><p class="image-footnote">Photo: Inria</p>', ["Photo: CNRS, 2019", "Photo: Inria"]),
    "visiting-card": ('<p>Contact: <span class="fn">Ann Lee</span>, <a class="fn" href="#top">CNRS</a></p>', ["Contact: Ann Lee, CNRS"]),
    "back-to-top": (f'<a id="top"></a><p>{TEXT}</p><p><a href="#top">Back to top</a></p>', [TEXT]),
    "link-to-nothing": ('<p>In room <a href="#room">3</a> of the unit.</p>', ["In room 3 of the unit."]),
    "link-to-prose": (f'<p>In room <a href="#room">3</a>.</p><p>{TEXT} The <a name="room">room</a> is large.</p>', ["In room 3.", f"{TEXT} The room is large."]),
    "other-page": ('<p>In room <a href="/plan#n3">3</a>.</p><p id="n3">3 rooms</p>', ["In room 3.", "3 rooms"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FALSE_FRIENDS)
def test_what_only_looks_like_a_note_stays_text(case: str) -> None:
    body, blocks = FALSE_FRIENDS[case]
    document = read(body)
    assert (marked(document)[0], document.callout_hints, document.note_hints) == (blocks, (), ())


@pytest.mark.parametrize(
    ("body", "callout", "note"),
    [
        ('<p>x<a href="#fn1">1</a></p><p id="fn1">1 CNRS/Inria</p>', "link", "link"),
        ('<p>x<a role="doc-noteref" href="#fn1">1</a></p>', "role", None),
        ('<p>x<sup class="footnote">1</sup></p>', "class", None),
        ('<p>x</p><section role="doc-endnotes"><ol><li>CNRS/Inria</li></ol></section>', None, "role"),
        ('<p>x</p><p class="footnote">* CNRS/Inria</p>', None, "class"),
    ],
)
def test_hints_name_their_evidence(body: str, callout: str | None, note: str | None) -> None:
    document = read(body)
    assert [c.evidence for c in document.callout_hints] == ([callout] if callout else [])
    assert [n.evidence for n in document.note_hints] == ([note] if note else [])


@pytest.mark.parametrize(
    ("printed", "label", "rest"),
    [
        ("[1] ", "1", "CNRS"),
        ("(1) ", "1", "CNRS"),
        ("1. ", "1", "CNRS"),
        ("<sup>1</sup>", "1", "CNRS"),
        ("<b>1</b>&nbsp;", "1", "CNRS"),
        ("1", "1", "CNRS"),
        ("", "", "CNRS"),
        ("", "", "12 laboratories"),
        ("", "", "3D printing"),
    ],
)
def test_the_printed_label_stands_before_the_body(printed: str, label: str, rest: str) -> None:
    document = read(f'<p>x<a href="#fn1">1</a></p><p id="fn1">{printed}{rest}</p>')
    note = document.note_hints[0]
    assert document.text[note.start : note.body].strip("[(.)] ") == label
    assert document.text[note.body : note.end] == rest


def test_callouts_keep_their_brackets_and_series_their_commas() -> None:
    document = read(
        '<p>x (<a href="#fn1">1</a>, <a href="#fn2">2</a>) y [<a href="#fn1">1</a>]</p><ol><li id="fn1">A</li><li id="fn2">B</li></ol>'
    )
    assert [document.text[c.start : c.end] for c in document.callout_hints] == ["(1", ", 2)", "[1]"]


def test_notes_from_margins_come_last_and_leave_their_paragraph_whole() -> None:
    document = read(
        f"""<p>The LPS<sup class="footnote">1</sup><span class="sidenote">{A}</span> opens <b>in</b> Lyon.</p><p>End.</p>"""
    )
    assert document.text == f"The LPS1 opens in Lyon.\nEnd.\n{A}"
    assert [b.role for b in document.blocks] == ["paragraph", "paragraph", "note"]


def test_a_page_without_notes_has_no_hints() -> None:
    assert (notes_of(f"<p>{TEXT}</p>"), text_of(f"<p>{TEXT}</p>")) == ([], [TEXT])
