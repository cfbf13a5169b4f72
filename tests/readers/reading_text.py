"""Compares a document's words with those of the Markdown that the release was written in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from communique.document import Document

LONGEST_LABEL = 3
"""How many letters and digits of a label may stand before a note's own words."""

_WORD = re.compile(r"\w+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOTE_BODY = re.compile(r"^\[\^[^\]]+\]:.*(?:\n(?!\n|\[\^|\#|\S).*)*", re.MULTILINE)
_CALLOUT = re.compile(r"\[\^[^\]]+\]")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$", re.MULTILINE)
_NOTES_HEADING = re.compile(r"(?:foot|end)?notes?|références?", re.IGNORECASE)


@dataclass(frozen=True)
class Agreement:
    """How far two sequences of words agree: `ratio` is twice the common words over all, `share` over the longer one."""

    common: int
    document: int
    markdown: int

    @property
    def ratio(self) -> float:
        return 2 * self.common / max(1, self.document + self.markdown)

    @property
    def share(self) -> float:
        return self.common / max(1, self.document, self.markdown)


def compare_words(document: Document, markdown: str) -> Agreement:
    """Compares the words of a document, notes apart, with those of a release in Markdown, in order.

    The longest common subsequence counts. Left out are front matter, marks of Markdown and HTML, callouts and notes; of
    the document what its hints say are callouts and notes, and blocks that begin like one of the Markdown's notes.
    """
    theirs = markdown_words(markdown)
    ours = document_words(document, note_words(markdown))
    return Agreement(LCSseq.similarity(ours, theirs), len(ours), len(theirs))


def markdown_words(markdown: str) -> list[str]:
    text = _NOTE_BODY.sub("", _FRONT_MATTER.sub("", markdown))
    for pattern in (_CALLOUT, _TAG, _TABLE_RULE):
        text = pattern.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"^\d{1,2}\.\s", "", text, flags=re.MULTILINE)  # numbers of lists are markers, not text
    return _words(text.replace("_", " ").replace("&amp;", "&").replace("&nbsp;", " "))


def note_words(markdown: str) -> list[list[str]]:
    """The first words of each of the Markdown's notes."""
    bodies = (re.sub(r"^\[\^[^\]]+\]:", "", m[0]) for m in _NOTE_BODY.finditer(markdown))
    return [_words(_TAG.sub("", body))[:6] for body in bodies]


def document_words(document: Document, notes: list[list[str]]) -> list[str]:
    """The words of a document without callouts, notes and the heading over them."""
    gone = [(h.start, h.end) for h in (*document.callout_hints, *document.note_hints)]
    for block in document.blocks:
        beginning = "".join(_words(block.span.of(document.text)[:200]))
        is_note = any(n and 0 <= beginning.find("".join(n)) <= LONGEST_LABEL for n in notes)
        if is_note or (block.role == "heading" and _NOTES_HEADING.fullmatch(block.span.of(document.text).strip(" :"))):
            gone.append((block.start, block.end))
    kept: list[str] = []
    position = 0
    for (start, _), end in zip(sorted(gone), accumulate((e for _, e in sorted(gone)), max), strict=True):
        kept.append(document.text[position:start] if start > position else "")
        position = max(position, end)
    kept.append(document.text[position:])
    return _words("".join(kept).replace("_", " "))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))
