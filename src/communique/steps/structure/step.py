"""The structure step: what the release is, and what each of its blocks is for."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document, Issue
from communique.findings import Findings, StructuredBlock, StructureFindings
from communique.language.detect import detect_language
from communique.steps.structure.blocks import classify
from communique.steps.structure.issuers import find_issuer_spans
from communique.steps.structure.lines import read_lines
from communique.steps.structure.origin import find_origin, read_datelines
from communique.steps.structure.title import find_title, title_of_file


class StructureStep:
    """Finds language, headline, date, place, issuers and the kind of every block of the reading text."""

    name: ClassVar[str] = "structure"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes"})
    gives: ClassVar[str] = "structure"

    def __call__(self, document: Document, findings: Findings) -> StructureFindings:
        notes = findings.footnotes.notes if findings.footnotes else ()
        lines = read_lines(document, (n.body for n in notes if n.body is not None))
        detected = detect_language(document.text, declared=document.meta.get("language", ""))
        datelines = read_datelines(lines, detected.language, document.text)
        title = find_title(lines, datelines, document.meta)
        lost_title = title_of_file(lines, title, document.meta)
        if lost_title is not None:
            title = ()
        origin = find_origin(lines, datelines, title, document.meta)
        classified = classify(lines, title, datelines, origin.used)
        issues = list(origin.issues)
        if not detected.certain:
            issues.append(Issue("structure.language-uncertain", f"read as {detected.language!r} for want of a better"))
        if not title and lost_title is None:
            issues.append(Issue("structure.no-title", "no line at the beginning can be a headline"))
        embargo = next((lines[i].span for i in sorted(datelines) if datelines[i].kind == "embargo"), None)
        return StructureFindings(
            language=detected.language,
            title=lost_title or " ".join(lines[i].text for i in title) or None,
            date=origin.date,
            dateline_place=origin.place,
            blocks=tuple(StructuredBlock(kind, line.start, line.end) for line, kind in classified),
            issuer_spans=find_issuer_spans(classified, origin.place, document.text, document.meta),
            embargo=embargo,
            issues=tuple(issues),
        )
