"""The rule table of note markup, ready for use, and what it says about single elements."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import unquote

from communique.document import Evidence
from communique.readers.html.page import Element
from communique.rules.loader import Rule, load_table

_SUPERSCRIPT_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹∗＊", "0123456789**")
_ROLE_ATTRIBUTES: Final = ("role", "epub:type", "data-type", "rel")
_RAISED: Final = frozenset({"sup", "a", "span"})
_INVISIBLE: Final = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")


_REF: Final = re.compile(r"[-_]?ref", re.IGNORECASE)
_WORD_CALLOUT: Final = re.compile(r"mso-(?:foot|end)note-id:", re.IGNORECASE)
_WORD_NOTE: Final = re.compile(r"mso-element:\s*(?:foot|end)note(?!-)", re.IGNORECASE)
_WORD_NOTES: Final = re.compile(r"mso-element:\s*(?:foot|end)note-list", re.IGNORECASE)


@cache
def _rule(id_: str) -> Rule:
    return load_table("html_notes")[id_]


@cache
def _terms(id_: str) -> frozenset[str]:
    return frozenset(term.lower() for term in _rule(id_).terms)


@cache
def _tokens(names: str) -> frozenset[str]:
    return frozenset(names.lower().split())


def classes_of(element: Element) -> frozenset[str]:
    """The element's class names in lower case."""
    return _tokens(element.get("class"))


def roles_of(element: Element) -> frozenset[str]:
    """What the element says that it is, by ARIA, EPUB, HTMLBook or link type."""
    named = [element.attrs[name] for name in _ROLE_ATTRIBUTES if name in element.attrs]
    return _tokens(" ".join(named)) if named else frozenset()


def callout_evidence(element: Element) -> Evidence | None:
    """Whether an element's own markup says that it is a callout."""
    if not element.attrs or is_back_link(element):
        return None
    if roles_of(element) & _terms("callout.role") or not _terms("callout.attribute").isdisjoint(element.attrs):
        return "role"
    if not _terms("callout.explained").isdisjoint(element.attrs):
        return "role"
    classes = classes_of(element)
    if classes & _terms("callout.class"):
        return "class"
    if element.tag in _RAISED and classes & _terms("callout.class-raised"):
        return "class"
    return "class" if _WORD_CALLOUT.search(element.get("style")) else None


def note_evidence(element: Element) -> Evidence | None:
    """Whether an element's own markup says that it is a note."""
    if not element.attrs:
        return None
    if roles_of(element) & _terms("note.role"):
        return "role"
    if classes_of(element) & _terms("note.class") or _WORD_NOTE.search(element.get("style")):
        return "class"
    return None


def holds_notes(element: Element) -> bool:
    """Whether an element's own markup says that notes stand in it, one after the other."""
    if not element.attrs:
        return False
    return bool(
        roles_of(element) & _terms("notes.role")
        or classes_of(element) & _terms("notes.class")
        or "data-footnotes" in element.attrs
        or element.get("id").lower() in _terms("notes.class")
        or _WORD_NOTES.search(element.get("style"))
    )


def is_back_link(element: Element) -> bool:
    """Whether an element's own markup says that it leads from a note back to its callout."""
    attrs = element.attrs
    if "data-footnote-backref" in attrs or roles_of(element) & _terms("back.role"):
        return True
    if _tokens(attrs.get("rev", "")) & _terms("callout.role"):
        return True
    return bool(classes_of(element) & _terms("back.class")) and not leads_to_note(fragment_of(element))


def leads_back(fragment: str) -> bool:
    """Whether a fragment is a usual name of a callout's place."""
    return bool(_rule("back.fragment").regex.search(fragment)) and not leads_to_note(fragment)


def leads_to_note(fragment: str) -> bool:
    """Whether a fragment is a usual name of a note."""
    return bool(_rule("note.fragment").regex.search(fragment)) and not _rule("back.fragment").regex.search(fragment)


def is_back_text(text: str) -> bool:
    """Whether a link's text is an arrow or words that lead back."""
    return bool(_rule("back.text").regex.match(text.strip()))


def is_inline_note(element: Element) -> bool:
    """Whether an element's class says that it is a note which stands beside its callout."""
    return not classes_of(element).isdisjoint(_terms("inline.class"))


def is_inline_ending(element: Element) -> bool:
    """Whether an element of an inline note is a button or a label of it and not its text."""
    return not classes_of(element).isdisjoint(_terms("inline.ending"))


def inline_attributes() -> tuple[str, ...]:
    """The attributes that may hold a note, the surest first."""
    return _rule("inline.attribute").terms


def says_something(value: str) -> bool:
    """Whether an attribute's value is a note, rather than "note 1" or "see the note"."""
    value = value.strip()
    return len(value) >= 6 and not _rule("inline.empty").regex.match(value)


def fragment_of(element: Element) -> str:
    """The fragment that a link leads to, "" for none."""
    return unquote(element.get("href").partition("#")[2])


def references_of(element: Element) -> list[str]:
    """The ids that an element's attributes name as its explanation, the surest first; not necessarily existing."""
    attrs = element.attrs
    named = [unquote(attrs["href"].partition("#")[2])] if "#" in attrs.get("href", "") else []
    for name in _rule("reference.attribute").terms:
        if value := attrs.get(name):
            named += value.replace("#", " ").split()
    for name in ("data-footnote-id", "data-fn", "data-note-id"):
        if value := attrs.get(name):
            named += [value, *(f"{family}{value}" for family in ("fn", "fn:", "fn-", "footnote-", "footnote", "note-"))]
    if (id_ := attrs.get("id", "")).startswith("footnote_plugin_tooltip_"):
        named.append(id_.replace("_tooltip_", "_reference_"))
    if id_ and _rule("back.fragment").regex.search(id_):  # links that lost their address: fnref1 calls fn1
        named += [id_.replace("cite_ref", "cite_note"), _REF.sub("", id_, count=1)]
    return [name for name in named if name and name != id_]


def counterpart_of(fragment: str) -> str | None:
    """How the note's own link names the callout, in the families where both can be told from one."""
    for rule in load_table("html_notes").rules:
        if rule.id.startswith("pair.") and (match := rule.regex.match(fragment)):
            return str(rule.fields["back"]).format(n=match["n"])
    return None


def read_label(text: str) -> str | None:
    """The label in a callout's text, without brackets and words, or None where it is no label."""
    stripped = text.translate(_INVISIBLE).strip()
    if len(stripped) > 20:
        return None
    match = _rule("label.mark").regex.match(stripped)
    return spelled(match["label"]) if match else None


def spelled(label: str) -> str:
    """A label with raised digits and wide asterisks as plain ones."""
    return label.translate(_SUPERSCRIPT_DIGITS)


def printed_label(text: str) -> tuple[str, int, str] | None:
    """The label that a note's text begins with, how many characters it takes with what follows it, and its form."""
    match = _rule("label.printed").regex.match(text)
    if not match:
        return None
    form = match.lastgroup or ""
    return spelled(match[form]), match.end(), form


def opens_with_label(text: str) -> bool:
    """Whether a block's text begins like a numbered note."""
    return bool(re.match(r"\s*(?:[\[(]?(?:\d{1,3}|[*†‡]{1,4})[\])]|[*†‡]{1,4}|\d{1,3}[.)]?\s)", text))
