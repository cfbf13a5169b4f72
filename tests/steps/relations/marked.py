"""A notation for releases whose names are marked, for tests of the relations step.

One line is one block: `# ` a heading, `- ` a list item, `| ` a table row (cells parted by ` | `), `@1 ` the body of
note 1, anything else a paragraph. Inside a line `[LN2|lab]` is a name (lab, inst, person or place; the same name is the
same entity, `[the lab=LN2|lab]` another form of it) and `^1` a callout of note 1. In the examples of rule tables
`{LN2|lab}` at the beginning stands for a note that stands on that name, and behind `=>` stand the facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from communique.document import Document, Place, Span, Style
from communique.findings import (
    BlockKind,
    Callout,
    EntityFinding,
    EntityFindings,
    EntityKind,
    FactFinding,
    Findings,
    FootnoteFindings,
    Language,
    Mention,
    Note,
    RelationFindings,
    StructuredBlock,
    StructureFindings,
)
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.steps.relations import RelationStep, collect
from communique.steps.relations.claims import Claim
from communique.steps.relations.clause import Clause, Slot
from communique.steps.relations.wording import CONTRACTION, ELISION, fold, open_contraction, open_elision

KINDS: Final[dict[str, EntityKind]] = {
    "lab": "laboratory",
    "inst": "institution",
    "person": "person",
    "place": "place",
}
SLOT_KINDS: Final = {"lab": "L", "inst": "I", "person": "P", "place": "C", "date": "D", "unit": "U"}
BLOCK_KINDS: Final[dict[str, BlockKind]] = {
    "heading": "heading",
    "list_item": "list_item",
    "table_row": "table",
    "note": "note",
    "paragraph": "paragraph",
}

_MARK: Final = re.compile(r"\[([^][|]+)\|([a-z]+)\]|\^(\w+)")
_ANCHOR: Final = re.compile(r"^\{([^{}|]+)\|([a-z]+)\} ")
_SENTENCE_END: Final = re.compile(r"(?<=[^ .][.!?»”\"])\s+(?=[A-ZÀ-Þ“«\"])")
_FRENCH: Final = re.compile(
    r"\b(?:le|la|les|du|des|une?|est|sont|sera|et|au|aux|de|en|qui|dont|par|depuis|dans|pour|avec|sur)\b|\b[ldn]['’]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Nowhere:
    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return ()


@dataclass(frozen=True)
class MarkedRelease:
    """A document with the findings of the steps before, and the claims and findings of the relations step."""

    document: Document
    findings: Findings
    relations: RelationFindings
    claims: tuple[Claim, ...]

    @property
    def facts(self) -> list[str]:
        """The facts in words, sorted: "LN2 affiliated_with CNRS supervisor planned via 1"."""
        return sorted(self.in_words(fact) for fact in self.relations.facts)

    def facts_of_rule(self, rule_id: str) -> list[FactFinding]:
        """The facts that one rule gives, whatever others say."""
        return collect.facts_of([c for c in self.claims if c.rule == rule_id], self.entities)

    @property
    def entities(self) -> dict[int, EntityFinding]:
        assert self.findings.entities is not None
        return {e.key: e for e in (*self.findings.entities.entities, *self.relations.places)}

    def name(self, key: int) -> str:
        return self.entities[key].name

    def pair(self, fact: FactFinding) -> str:
        """Subject and object: "LN2 -> CNRS"."""
        return f"{self.name(fact.subject)} -> {fact.value or self.name(fact.object or 0)}"

    def in_words(self, fact: FactFinding) -> str:
        words = [
            self.name(fact.subject),
            fact.predicate,
            fact.value or self.name(fact.object or 0),
            fact.role,
            f"‘{fact.title}’" if fact.title else None,
            fact.status if fact.status != "asserted" else None,
            f"via {fact.via_footnote}" if fact.via_footnote else None,
        ]
        return " ".join(w for w in words if w)

    def evidence(self, fact: FactFinding) -> list[str]:
        return [span.of(self.document.text) for span in fact.evidence]


def read_marked(marked: str, *, language: Language | None = None, date: str | None = "2024-06-15") -> MarkedRelease:
    """The release that `marked` describes, after the relations step.

    Args:
        marked: in the notation above.
        language: of the release; by its function words if None.
        date: of the release.

    Raises:
        ValueError: a mark is malformed, or names a kind or a note that does not exist.
    """
    written = _Written(DocumentBuilder())
    for line in filter(None, (raw.strip() for raw in marked.splitlines())):
        written.add_line(line)
    document = written.builder.build("text/html", _Nowhere())
    language = language or ("fr" if len(_FRENCH.findall(marked)) > 1 else "en")
    findings = Findings(footnotes=FootnoteFindings(document, written.notes(document)))
    findings = findings.with_finding("structure", _structure(document, language, date))
    sentences = tuple(s for block in document.blocks for s in _sentences(document.text, block.span))
    findings = findings.with_finding("entities", EntityFindings(written.entities(), sentences))
    relations, claims = _related(document, findings)
    return MarkedRelease(document, findings, relations, claims)


def split_example(example: str) -> tuple[str, list[str]]:
    """The marked sentence of a rule's example as a release, and the facts that it states.

    Raises:
        ValueError: what stands behind "=>" is not "A -> B; A -> C".
    """
    sentence, arrow, stated = example.partition(" => ")
    facts = [part.strip() for part in stated.split(";")] if arrow else []
    if any(len(re.findall(" -> ", fact)) != 1 for fact in facts):
        raise ValueError(f"no list of facts: {stated!r}")
    if anchor := _ANCHOR.match(sentence):
        return f"[{anchor[1]}|{anchor[2]}]^1\n@1 {sentence[anchor.end() :]}", facts
    if "{" in sentence or "}" in sentence:
        raise ValueError(f"an implied name stands at the beginning: {sentence!r}")
    return sentence, facts


def clause_of(example: str) -> Clause:
    """A marked sentence as a clause: names, dates, places and codes are slots, elisions and articles are opened.

    Raises:
        ValueError: a mark is malformed or names a kind that does not exist.
    """
    clause = Clause("", [], [], reading=example)
    pieces: list[str] = []
    position = 0
    for match in _marks(example, SLOT_KINDS):
        pieces.append(fold(example[position : match.start()]))
        span = Span(*match.span())
        pieces.append(clause.add(Slot(SLOT_KINDS[match[2]], (len(clause.slots),), span, value=match[1])))
        position = match.end()
    pieces.append(fold(example[position:]))
    clause.text = "".join(pieces)
    clause.starts = list(range(len(clause.text)))
    clause.ends = list(range(1, len(clause.text) + 1))
    clause.rewrite(ELISION, open_elision)
    clause.rewrite(CONTRACTION, open_contraction)
    return clause


class _Written:
    """What the lines of a marked release have given so far; offsets are those of the built text."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self._length = 0
        self._names: dict[tuple[str, EntityKind], list[tuple[str, Mention]]] = {}
        self._callouts: dict[str, list[Callout]] = {}
        self._bodies: dict[str, Span] = {}

    def add_line(self, line: str) -> None:
        label = ""
        self._length += bool(self._length)  # the line end between blocks
        if line.startswith("# "):
            self.builder.begin_block("heading", level=1)
            line = line[2:]
        elif line.startswith("- "):
            self.builder.begin_block("list_item", level=1, group=1)
            line = line[2:]
        elif line.startswith("| "):
            self.builder.begin_block("table_row", group=2)
            line = line[2:].replace(" | ", CELL_END)
        elif note := re.match(r"@(\w+) ", line):
            self.builder.begin_block("note")
            label, line = note[1], line[note.end() :]
        else:
            self.builder.begin_block()
        start = self._length
        self._add_words(line)
        if label:
            self._bodies[label] = Span(start, self._length)

    def _add_words(self, line: str) -> None:
        position = 0
        for match in _marks(line, KINDS):
            self._append(line[position : match.start()])
            position = match.end()
            if match[3]:
                anchor = Span(max(0, self._length - 4), self._length)
                self._callouts.setdefault(match[3], []).append(Callout(self._length, anchor))
                continue
            form, _, name = match[1].partition("=")
            mention = Mention(self._length, self._length + len(form))
            self._names.setdefault((name or form, KINDS[match[2]]), []).append((form, mention))
            self._append(form)
        self._append(line[position:])

    def _append(self, words: str) -> None:
        self.builder.append(words, -1, Style())
        self._length += len(words)

    def notes(self, document: Document) -> tuple[Note, ...]:
        if missing := self._callouts.keys() - self._bodies.keys():
            raise ValueError(f"callouts without notes: {sorted(missing)}")
        for name, found in self._names.items():
            for form, mention in found:
                assert mention.span.of(document.text) == form, name
        return tuple(Note(k, body, tuple(self._callouts.get(k, ()))) for k, body in self._bodies.items())

    def entities(self) -> tuple[EntityFinding, ...]:
        return tuple(
            EntityFinding(
                key, kind, name, tuple(sorted({f for f, _ in found} - {name})), tuple(mention for _, mention in found)
            )
            for key, ((name, kind), found) in enumerate(self._names.items(), start=1)
        )


def _marks(text: str, kinds: dict[str, object] | dict[str, EntityKind] | dict[str, str]) -> list[re.Match[str]]:
    matches = list(_MARK.finditer(text))
    if re.search(r"[][]|\|[a-z]+\]", _MARK.sub("", text)):
        raise ValueError(f"a name's mark is not closed or has no kind: {text!r}")
    if unknown := {m[2] for m in matches if m[2]} - kinds.keys():
        raise ValueError(f"no kinds of name: {sorted(unknown)} in {text!r}")
    return matches


def _structure(document: Document, language: Language, date: str | None) -> StructureFindings:
    kinds = [BLOCK_KINDS[block.role] for block in document.blocks]
    if kinds and kinds[0] == "heading":
        kinds[0] = "title"
    blocks = (StructuredBlock(k, b.start, b.end) for k, b in zip(kinds, document.blocks, strict=True))
    return StructureFindings(language, date=date, blocks=tuple(blocks))


def _sentences(text: str, span: Span) -> list[Span]:
    starts = [span.start, *(m.end() for m in _SENTENCE_END.finditer(text, span.start, span.end))]
    ends = [*(m.start() for m in _SENTENCE_END.finditer(text, span.start, span.end)), span.end]
    return [Span(s, e) for s, e in zip(starts, ends, strict=True)]


def _related(document: Document, findings: Findings) -> tuple[RelationFindings, tuple[Claim, ...]]:
    """By the rules alone: what a trained model adds is no matter of a rule's examples."""
    reader = RelationStep(alone=True)
    return reader(document, findings), reader.read(document, findings).claims
