"""A small notation for documents with footnotes, and a compact way to say what was found.

One line is one block. Its beginning says what it is: `# ` heading, `- ` list item, `1.> ` list item with the marker
"1.", `~ ` block of the role "note" (a page foot), `| ` table row (cells parted by ` | `), `=== 2` begins page 2,
anything else a paragraph. Inside a line `^1^` is raised, `_2_` lowered, `<1=n1>` a callout that the markup links to the
note n1, `<1>` one that it names by role or class without a target. `@n1 1. @The unit` is a block that is the linked
note n1 with the printed label "1. "; `@n1 @The unit` one without a printed label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.document import CalloutHint, Document, NoteHint, PageBox, Place, Style
from communique.findings import Findings, FootnoteFindings
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.steps.footnotes import FootnoteStep

PLAIN = Style()
RAISED = Style(superscript=True, rise_em=0.36)
LOWERED = Style(subscript=True, rise_em=-0.2)

_INLINE = re.compile(r"\^([^^]*)\^|_([^_\s]+)_|<([^<>=]*)(?:=([^<>]+))?>")
_NOTE = re.compile(r"@([\w-]+) ([^@]*)@")


@dataclass(frozen=True)
class _Pages:
    """Positions whose page is known: position // 100_000."""

    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        pages = sorted({p // 100_000 for p in positions})
        return tuple(PageBox(page, 0.0, 0.0, 1.0, 1.0) for page in pages)


def read_marked(marked: str, *, pdf: bool = False) -> Document:
    """The document that `marked` describes.

    Raises:
        ValueError: a mark is not closed.
    """
    writer = _Writer()
    for line in marked.strip("\n").split("\n"):
        writer.write(line.strip())
    media_type = "application/pdf" if pdf else "text/html"
    return writer.builder.build(media_type, _Pages(), pages=writer.page)


def find_notes(marked: str, *, pdf: bool = False) -> FootnoteFindings:
    return FootnoteStep()(read_marked(marked, pdf=pdf), Findings())


def told(findings: FootnoteFindings) -> list[str]:
    """One line a callout, `label: the text before it -> the note's first words`; "-" where there is none."""
    lines: list[str] = []
    text = findings.reading.text
    for note in findings.notes:
        body = " ".join(note.body.of(text).split()[:4]) if note.body else "-"
        places = [" ".join(text[: c.offset].split("\n")[-1].split()[-2:]) for c in note.callouts] or ["-"]
        lines += [f"{note.label}: {place} -> {body}" for place in places]
    return lines


class _Writer:
    def __init__(self) -> None:
        self.builder = DocumentBuilder()
        self.page = 0
        self._position = 0
        self._group = 0
        self._last_role = ""

    def write(self, line: str) -> None:
        if line.startswith("==="):
            self.page = int(line[3:])
            self._position = self.page * 100_000
        elif line.startswith("# "):
            self._begin("heading", level=2)
            self._write_inline(line[2:])
        elif match := re.match(r"(- |\S{1,3}> )", line):
            self._begin("list_item", level=1, marker=match[1].removesuffix("> ").replace("- ", "•"))
            self._write_inline(line[match.end() :])
        elif line.startswith("~ "):
            self._begin("note")
            self._write_inline(line[2:])
        elif line.startswith("| "):
            self._begin("table_row")
            self._write_inline(line[2:].replace(" | ", CELL_END))
        elif match := _NOTE.match(line):
            self._begin("paragraph")
            self._write_note(match[1], match[2], line[match.end() :])
        elif line:
            self._begin("paragraph")
            self._write_inline(line)

    def _begin(self, role: str, *, level: int = 0, marker: str = "") -> None:
        self._group += role != self._last_role
        self._last_role = role
        group = self._group if role in ("list_item", "table_row") else -1
        self.builder.begin_block(role, level=level, group=group, marker=marker, page=self.page)  # type: ignore[arg-type]

    def _write_note(self, target: str, printed: str, body: str) -> None:
        start = self.builder.offset
        self._put(printed, PLAIN)
        middle = self.builder.offset
        self._write_inline(body)
        label = re.sub(r"[\[\]().\s]", "", printed)
        self.builder.mark_note(NoteHint(start, middle, self.builder.offset, label, target, "link"))

    def _write_inline(self, line: str) -> None:
        position = 0
        for match in _INLINE.finditer(line):
            self._put(line[position : match.start()], PLAIN)
            position = match.end()
            if match[1] is not None:
                self._put(match[1], RAISED)
            elif match[2] is not None:
                self._put(match[2], LOWERED)
            else:
                start = self.builder.offset
                self._put(match[3], PLAIN)
                evidence = "link" if match[4] else "role"
                self.builder.mark_callout(
                    CalloutHint(start, self.builder.offset, match[3].strip("[]()"), match[4] or "", evidence)  # type: ignore[arg-type]
                )
        rest = line[position:]
        if "^" in rest.replace("[^", "[") or "<" in rest:
            raise ValueError(f"a mark is not closed in {line!r}")
        self._put(rest, PLAIN)

    def _put(self, text: str, style: Style) -> None:
        self.builder.append(text, self._position, style)
        self._position += len(text)
