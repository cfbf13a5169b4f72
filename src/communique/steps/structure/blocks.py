"""What each line is: the kinds of block, read from top to bottom with what has been seen so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from communique.findings import BlockKind
from communique.rules.loader import load_table
from communique.steps.structure.cues import find_cue, has_cue
from communique.steps.structure.dateline import Dateline
from communique.steps.structure.lines import Line

Section = Literal["", "contact", "about", "legal", "summary", "notes", "references"]
Classified = tuple[Line, BlockKind]

_SECTIONS: Final[tuple[Section, ...]] = ("contact", "about", "legal", "summary", "notes", "references")
_RUN_IN_HEADINGS: Final = ("contact", "about", "legal", "notes", "summary")
_HEADING_LENGTH: Final = 110
_SUBTITLE_LENGTH: Final = 220
_MASTHEAD_LENGTH: Final = 240
_CONTACT_LENGTH: Final = 160
_LABELLED_LENGTH: Final = 700
_SELF_DESCRIPTION_LENGTH: Final = 80
_STYLED: Final = 0.9
_LEAD_LINES: Final = 3


def classify(
    lines: Sequence[Line], title: Sequence[int], datelines: Mapping[int, Dateline], used: Collection[int]
) -> list[Classified]:
    """The kind of every line; a dateline that begins a paragraph is split off it.

    Args:
        lines: the lines of the release.
        title: the indices of the headline's lines.
        datelines: the datelines by line index; those of `used` are the release's own.
        used: indices of `datelines`.
    """
    reader = _Reader(title[-1] if title else -1, has_title=bool(title))
    classified: list[Classified] = []
    for i, line in enumerate(lines):
        if line.is_note:
            classified.append((line, "note"))
        elif i in title:
            classified.append((line, "title"))
        elif i in datelines and datelines[i].kind == "embargo":
            classified.append((line, "other"))
        elif i in used and datelines[i].whole:
            classified.append((line, "dateline"))
        elif i in used:
            classified.append((line.part(0, datelines[i].end), "dateline"))
            rest = line.part(datelines[i].end, len(line.text))
            if rest.text:
                classified.append((rest, reader.kind(i, rest)))
        else:
            classified += [(part, reader.kind(i, part)) for part in _without_run_in_heading(line)]
    return list(_with_self_descriptions(classified))


def has_contact_signal(text: str) -> bool:
    """Whether a telephone number or an e-mail address stands in `text`."""
    table = load_table("contacts")
    if table["contact.email"].regex.search(text):
        return True
    return any(sum(c.isdigit() for c in m[0]) >= 8 for m in table["contact.phone"].regex.finditer(text))


@dataclass
class _Reader:
    """Reads lines in order. `section` is what the last heading opened; `in_header` holds until the text begins."""

    title_at: int
    has_title: bool
    section: Section = ""
    in_header: bool = True
    lead_lines: int = 0

    def kind(self, index: int, line: Line) -> BlockKind:
        if has_cue("ending", line.text) or not any(c.isalnum() for c in line.text):
            self.section = ""
            return "boilerplate"
        if line.role == "table_row":
            self.in_header = False
            return "table"
        if self._is_masthead(index, line):
            return "other"
        if _is_heading(line):
            return self._heading(line)
        if line.role == "caption" or has_cue("caption", line.text) or has_cue("source", line.text):
            return self._caption(line)
        if line.role == "list_item":
            return self._list_item(line)
        return self._paragraph(line)

    def _is_masthead(self, index: int, line: Line) -> bool:
        if self.has_title and index < self.title_at:
            return len(line.text) <= _MASTHEAD_LENGTH and line.role != "list_item"
        if not self.in_header:
            return False
        limit = _MASTHEAD_LENGTH if _is_label_only("masthead", line.text) else _HEADING_LENGTH
        return has_cue("masthead", line.text) and len(line.text) <= limit and line.role != "list_item"

    def _heading(self, line: Line) -> BlockKind:
        self.section = next((s for s in _SECTIONS if _opens(s, line.text)), "")
        if self.in_header and not self.section and (self.has_title or line.role != "heading"):
            is_numbered = re.match(r"\W*\d+[.)|]\s", line.text) is not None
            if not is_numbered and self.lead_lines == 0 and not line.text.endswith("?"):
                return "subtitle"
        if self.section != "summary":
            self.in_header = False
        return "heading"

    def _caption(self, line: Line) -> BlockKind:
        if has_contact_signal(line.text):
            return "contact"
        return "other"

    def _list_item(self, line: Line) -> BlockKind:
        if self.section == "contact" or (has_cue("contact", line.text) and has_contact_signal(line.text)):
            return "contact"
        if self.section in ("about", "legal"):
            return "boilerplate"
        if self.section == "summary" or (self.in_header and self.has_title):
            return "summary"
        self.in_header = False
        return "list_item"

    def _paragraph(self, line: Line) -> BlockKind:
        text = line.text
        if _is_contact(text):
            self.section = "contact" if _is_label_only("contact", text) else ""
            return "contact"
        if self.section == "contact":
            if has_contact_signal(text) or (len(text) <= _CONTACT_LENGTH and not text.endswith(".")):
                return "contact"
            self.section = ""
        if self.section in ("about", "legal") or has_cue("about", text) or has_cue("legal", text):
            return "boilerplate"
        if self.in_header and self.has_title:
            return self._opening(line)
        self.in_header = False
        return "paragraph"

    def _opening(self, line: Line) -> BlockKind:
        """A paragraph between the headline and the text: subtitle or lead by its style, else the text begins."""
        text = line.text
        if self.section == "summary" and len(text) <= _SUBTITLE_LENGTH:
            return "summary"
        if self.lead_lines < _LEAD_LINES:
            is_sentence = text.rstrip('”»" ').endswith((".", "!", "?"))
            if line.bold > _STYLED and (is_sentence or len(text) > _SUBTITLE_LENGTH):
                self.lead_lines += 1
                return "lead"
            if line.italic > _STYLED and len(text) > _SUBTITLE_LENGTH:
                self.lead_lines += 1
                return "lead"
            if max(line.bold, line.italic) > _STYLED and len(text) <= _SUBTITLE_LENGTH:
                return "subtitle"
        self.in_header = False
        return "paragraph"


def _without_run_in_heading(line: Line) -> Iterator[Line]:
    """The line, cut after a heading that the layout left in it: "**About X** X was founded in …"."""
    label = line.text[: line.label_end]
    rest = line.text[line.label_end :].lstrip()
    is_cut_off = line.role == "paragraph" and rest[:1].isalnum() and not label.endswith((":", "–", "—", ".", ",", "-"))
    if label and is_cut_off and any(_is_label_only(kind, label) for kind in _RUN_IN_HEADINGS):
        yield replace(line.part(0, line.label_end), bold=1.0, label_end=0)
        yield replace(line.part(line.label_end, len(line.text)), label_end=0)
    else:
        yield line


def _is_heading(line: Line) -> bool:
    """Whether the line heads what follows: by its role, or as a short styled or conventional line of its own."""
    if line.role == "heading":
        return True
    text = line.text
    if line.role != "paragraph" or len(text) > _HEADING_LENGTH:
        return False
    if any(_is_label_only(kind, text) for kind in ("contact", "about", "summary", "notes", "references", "legal")):
        return not has_contact_signal(text)
    is_sentence = text.endswith((".", "!", ";", ",", "”", "»")) or re.search(r"\s[–—|:]\s?$", text) is not None
    return line.bold > _STYLED and not is_sentence and not has_contact_signal(text) and len(text.split()) <= 14


def _opens(section: Section, text: str) -> bool:
    if section == "about":
        return has_cue("about", text) and len(text) <= _HEADING_LENGTH
    if section == "legal":
        return has_cue("legal", text)
    return has_cue(section, text) and (_is_label_only(section, text) or section == "contact")


def _is_label_only(kind: str, text: str) -> bool:
    match = find_cue(kind, text)
    return (
        match is not None and not re.search(r"\w", text[match.end() :]) and not re.search(r"\w", text[: match.start()])
    )


def _is_contact(text: str) -> bool:
    if len(text) > _LABELLED_LENGTH:
        return False
    if has_cue("contact", text):
        return True
    return has_cue("contact-labelled", text) and has_contact_signal(text)


def _with_self_descriptions(classified: Sequence[Classified]) -> Iterator[Classified]:
    """Paragraphs in italics after the last plain one describe the issuer: "Caltech is a world-renowned …"."""
    last_plain = max(
        (i for i, (line, kind) in enumerate(classified) if kind == "paragraph" and line.italic <= _STYLED), default=-1
    )
    for i, (line, kind) in enumerate(classified):
        if i > last_plain >= 0 and kind == "paragraph" and len(line.text) >= _SELF_DESCRIPTION_LENGTH:
            yield line, "boilerplate"
        else:
            yield line, kind
