"""Reads the running text: sentences in order, lists under the sentences that introduce them, and tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from communique.document import Span
from communique.steps.relations.claims import Claim, founded, joint_structures
from communique.steps.relations.clause import LAB, MIXED, Clause, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.layout import (
    Group,
    append_items,
    groups_of,
    introduces,
    lists_parties,
    members_of,
    read_table,
    series_of,
)
from communique.steps.relations.learned.opinions import Look
from communique.steps.relations.notes import Call, Told, stand_in
from communique.steps.relations.reader import read_clause
from communique.steps.relations.release import Release
from communique.steps.relations.rosters import entitle, open_roster, read_side
from communique.steps.relations.scenes import Scenes, joint_by_name
from communique.steps.relations.surroundings import BEHIND_CALL, IN_TEXT, candidates


@dataclass
class BodyReader:
    """Reads sentences in text order and remembers what each of them told, for the notes that it calls.

    `anchors` holds, by the offset of a callout, the reference on which it stands ("the laboratory³"); `stood_in` the
    offsets of those whose note's list was read in the place of the calling words; `looks` the pairs of all sentences,
    for the trained model.
    """

    release: Release
    sentences: Sequence[Span]
    calls: Sequence[Call]
    focus: Focus
    told: dict[Span, Told] = field(default_factory=dict)
    anchors: dict[int, Slot] = field(default_factory=dict)
    stood_in: set[int] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)
    scenes: Scenes = field(init=False)

    def __post_init__(self) -> None:
        self.scenes = Scenes(joint_by_name(self.release.entities, self.release.text, self.release.home))

    def read(self) -> list[Claim]:
        """All claims of the running text, in order; those of tables last."""
        document = self.release.document
        layout = groups_of(document)
        introductions = self._introductions(layout)
        items = _Items([block.span for group in layout for block in group.blocks])
        claims: list[Claim] = []
        blocks = self.release.document.blocks
        starts = [block.span.start for block in blocks]
        last = 0
        inside: Span | None = None
        before = 0
        for sentence in self.sentences:
            index = bisect_right(starts, sentence.start)
            if index != last and not (last and blocks[last - 1].role == "heading"):
                self.focus.block = self.focus.sentence
            last = index
            group = introductions.get(sentence)
            item = items.around(sentence)
            if item != inside:  # what an item is about, no other one is, nor the text behind the list
                if inside is not None:
                    del self.focus.subjects[before:]
                inside, before = item, len(self.focus.subjects)
            topical = item is None or item.end > sentence.end
            claims += self._read_sentence(sentence, group.items if group else (), topical=topical)
        for group in layout:
            if group.is_table:
                told = self.told.get(self._last_sentence(group) or Span(0, 0))
                structure = (told.structure if told else None) or self.release.home
                structure = structure or self.focus.only_joint(group.blocks[0].start)
                parties = lists_parties(document, group)
                claims += read_table(
                    document, group, self.release.names_in, self.release.places, structure, parties=parties
                )
        return claims

    def _introductions(self, layout: Sequence[Group]) -> dict[Span, Group]:
        """The sentences that introduce a list or table, with what they introduce."""
        found: dict[Span, Group] = {}
        for group in layout:
            last = self._last_sentence(group)
            if last is not None and introduces(last.of(self.release.text), group):
                found[last] = group
        return found

    def _last_sentence(self, group: Group) -> Span | None:
        """The last sentence of the block before a list or table."""
        block = group.introduction
        return next((s for s in reversed(self.sentences) if block is not None and block.span.contains(s)), None)

    def _read_sentence(self, sentence: Span, items: Sequence[Span], *, topical: bool) -> Sequence[Claim]:
        """The claims of a sentence; what it says of a series goes for each member, and each is read by itself."""
        series = series_of(self.release.text, sentence)
        heads = self._heads(series[1]) if series else []
        if series is None or len(heads) < 2:
            return self._read(sentence, self._heads(items), topical=topical)
        claims = list(self._read(series[0], heads, topical=topical))
        roster = self.focus.roster
        for member in series[1]:
            claims += self._read(member, (), topical=False)
        self.focus.roster = roster
        told = self.told[series[0]]
        self.told[sentence] = replace(told, span=sentence, claims=tuple(claims))
        return claims

    def _heads(self, items: Sequence[Span]) -> list[Slot]:
        parts = [part for item in items for part in members_of(self.release.text, item)]
        return [head for part in parts if (head := self.release.head(part)) is not None]

    def _read(self, sentence: Span, heads: Sequence[Slot], *, topical: bool) -> Sequence[Claim]:
        clause = self.release.clause(sentence, self.focus, scenes=self.scenes)
        self._take_roster(clause, heads)
        calls = self._calls_in(sentence)
        for call in calls:
            self._take_call(clause, call)
        if any(slot.kind in (LAB, MIXED) for slot in clause.slots.values()):
            clause.about = candidates(self.focus, self.scenes.joint, IN_TEXT)
        finish = partial(append_items, heads=heads) if heads else None
        reading = read_clause(clause, self.focus, self.release.setting, finish=finish, watch=self.release.watch)
        if reading.look is not None:
            self.looks.append(reading.look)
        self.scenes.learn(clause)
        subject = reading.subject if topical else None
        self.focus.note(clause, subject, joint_structures(reading.claims), founded(reading.claims))
        self.told[sentence] = Told(
            sentence,
            clause,
            reading.subject,
            reading.claims,
            clause.scene or self.focus.structure(),
            candidates(self.focus, self.scenes.joint, BEHIND_CALL) if calls else (),
        )
        return reading.claims

    def _take_roster(self, clause: Clause, heads: Sequence[Slot]) -> None:
        """Makes lines that list members say whose members they are."""
        opened = open_roster(clause, self.focus)
        if heads:
            opened = entitle(clause, self.focus, heads) or opened
        elif (structure := self.focus.roster or opened) is not None:
            read_side(clause, structure)
        self.focus.roster = opened

    def _calls_in(self, sentence: Span) -> Sequence[Call]:
        """The calls whose callouts stand in a sentence or right behind it."""
        first, last = (
            bisect_right(self.calls, at, key=lambda call: call.offset) for at in (sentence.start, sentence.end)
        )
        return self.calls[first:last]

    def _take_call(self, clause: Clause, call: Call) -> None:
        """Remembers what a callout stands on, and puts the list of its note in the place of the words that call it."""
        if (slot := clause.slot_ending(call.offset)) is not None:
            self.anchors[call.offset] = slot
        listed = self.release.listed(call.body)
        if listed is not None and stand_in(clause, call, listed):
            self.stood_in.add(call.offset)


class _Items:
    """The items of lists and the rows of tables."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def around(self, sentence: Span) -> Span | None:
        """The item that a sentence stands in."""
        i = bisect_right(self._starts, sentence.start) - 1
        return self._spans[i] if i >= 0 and self._spans[i].contains(sentence) else None
