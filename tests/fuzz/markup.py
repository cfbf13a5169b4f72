"""Strategies for pages as they are found at their worst: markup that does not close, notes in pieces, wrong letters."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ("div", "p", "span", "b", "i", "a", "sup", "sub", "li", "ol", "ul", "table", "tr", "td", "th", "h1", "h2")
NAMES += ("blockquote", "section", "article", "aside", "footer", "dl", "dt", "dd", "pre", "font", "svg", "math")
NAMES += ("template", "noscript", "select", "option", "form", "title", "head", "body", "html", "frameset", "plaintext")

WORDS = st.sampled_from(
    (
        *("The CNRS opened a laboratory in Lyon on 12 March 2019. ", "Ada Brun, director of the Ice Laboratory, "),
        *("(CNRS / Université Lyon 2)", "UMR 5217", "Le Laboratoire des glaces est dirigé par Ada Brun. ", "Dr. "),
        *("« La glace attend », explique Ada Brun. ", "Press contact: ada@example.org +33 1 44 96 51 51 ", "1 Mila. "),
        *(
            "Paris, le 3 avril 2020 – ",
            "¹ ",
            "[1]",
            "(1)",
            "* ",
            "** ",
            "1",
            "n° 2",
            "",
            " ",
            "\u00a0",
            "\u200b",
            "\u00ad",
        ),
    )
)
TEXTS = st.one_of(WORDS, WORDS, st.text(max_size=30))
ENTITIES = st.sampled_from(
    (
        *("&nbsp;", "&amp;", "&amp;amp;", "&", "&#0;", "&#x80;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#x;"),
        *("&eacute", "&notit;", "&sup1;", "&#185;", "&lt;p&gt;", "&undefined;", "&a;&b;", "&#10;", "&#8203;", "&"),
    )
)
LABELS = st.sampled_from(("1", "2", "3", "12", "999", "1000", "a", "i", "*", "†", "¹", "1,2", "1-3", "", " 1 ", "(1)"))
TARGETS = st.sampled_from(("n1", "n2", "_ftn1", "_ftnref1", "fn:1", "", "%31", "é", "n1 n2", "top", "sdfootnote1sym"))
VALUES = st.one_of(
    st.sampled_from(("footnote", "footnote-ref", "display:none", "header nav", "note", "doc-noteref", "0", "en", "fr")),
    TARGETS,
    st.text(max_size=8),
)
ATTRIBUTES = st.builds(
    "{}={}{}{}".format,
    st.sampled_from(
        ("id", "class", "style", "href", "name", "role", "lang", "hidden", "title", "colspan", "epub:type")
    ),
    quotes := st.sampled_from(('"', "'", "")),
    VALUES,
    quotes,
)


@st.composite
def _elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """An element that may not be closed, or closed as another."""
    name = draw(st.sampled_from(NAMES))
    attributes = " ".join(draw(st.lists(ATTRIBUTES, max_size=2)))
    content = "".join(draw(st.lists(inner, max_size=4)))
    end = draw(
        st.sampled_from((f"</{name}>", f"</{name}>", f"</{name}>", "", f"</{draw(st.sampled_from(NAMES))}>", "<"))
    )
    return f"<{name} {attributes}>{content}{end}"


@st.composite
def _callouts(draw: st.DrawFn) -> str:
    """A callout, in one of the ways in which they are marked up, whole or in pieces."""
    label, target = draw(LABELS), draw(TARGETS)
    return draw(
        st.sampled_from(
            (
                f"<sup>{label}</sup>",
                f"<a href='#{target}' id='r{target}'><sup>{label}</sup></a>",
                f"<sup><a href='#{target}'>{label}</a></sup>",
                f"<sup>{label}</sup><sup>{label}</sup>",
                f"<sup><sup>{label}</sup>",
                f"<span style='vertical-align:super'>{label}</span>",
                f"<a href='#{target}' role='doc-noteref'>[{label}]</a>",
                f"<sup title='a note of its own'>{label}</sup>",
                f"[{label}]",
                f"({label})",
            )
        )
    )


@st.composite
def _notes(draw: st.DrawFn) -> str:
    """A note, in one of the ways in which they are marked up."""
    label, target, words = draw(LABELS), draw(TARGETS), draw(TEXTS)
    return draw(
        st.sampled_from(
            (
                f"<p id='{target}'><a href='#r{target}'>{label}</a> {words}</p>",
                f"<ol><li id='{target}'>{words} <a href='#r{target}'>↩</a></li></ol>",
                f"<p><sup>{label}</sup> {words}",
                f"<div class='footnotes'><p>{label}. {words}<br>{label} {words}</div>",
                f"<aside id={target} role=doc-footnote>{words}</aside>",
                f"<p>[{label}] {words}</p>",
                f"<hr><p>{label} {words}<br><sup>{label}</sup>{words}</p>",
                f"<table><tr><td>{label}<td>{words}</table>",
            )
        )
    )


SCRAPS = st.sampled_from(
    (
        *("<", ">", "</", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?xml?>", "<br>", "<hr>", "\0", "\r"),
        *("<script>1<2</script>", "<script>", "<style>p{display:none}</style>", "<img src=data:;base64,AAAA>"),
        *("<!DOCTYPE html>", "</body></html>", f"<p {'a ' * 50}>"),
        *(markup * 30 for markup in ("<div>", "</div>", "<table><tr>", "<b><i>")),
    )
)
FRAGMENTS = st.recursive(st.one_of(TEXTS, ENTITIES, _callouts(), _notes(), SCRAPS), _elements, max_leaves=12)

HEADS = st.sampled_from(
    (
        "",
        "<!DOCTYPE html>",
        "<html lang=fr><head><title>Un laboratoire ouvre</title></head><body><h1>Un laboratoire ouvre</h1>",
        "<html lang='en'><meta charset=utf-8><title>A laboratory opens",
        "<meta http-equiv=content-type content='text/html; charset=utf-16'>",
        "<meta charset=shift_jis>",
        "<meta charset=no-such-thing><meta property=article:published_time content='2019-13-45T99:00'>",
        "<?xml version='1.0' encoding='latin-1'?><html xmlns='http://www.w3.org/1999/xhtml'>",
        '<script type=\'application/ld+json\'>{"datePublished": [[[null]]], "@graph": {</script>',
        "<base href='//'><meta name=date content='0000-00-00'><link rel=canonical href=x>",
    )
)
ENCODINGS = st.sampled_from(("utf-8", "utf-8", "utf-8", "cp1252", "utf-16", "utf-16-le", "utf-7", "utf-32", "cp037"))


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """A page: markup in an encoding that it may not declare, and that may not hold throughout."""
    markup = draw(HEADS) + "".join(draw(st.lists(FRAGMENTS, min_size=1, max_size=8)))
    data = markup.encode(draw(ENCODINGS), "replace")
    scraps = draw(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=2))
    for share, scrap in scraps:
        at = int(share * len(data))
        data = data[:at] + scrap + data[at:]
    return data
