"""Reads the notes: what each says belongs to what its callout stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from communique.document import Span
from communique.findings import Note
from communique.steps.relations.body import BodyReader
from communique.steps.relations.claims import Claim, joint_structures
from communique.steps.relations.clause import LAB, PLACE, About, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.fragments import fragments_of, last_named, next_spoken, says_something, spoken_of
from communique.steps.relations.learned.opinions import Look
from communique.steps.relations.listed import (
    counted_by,
    members_claims,
    members_in,
    signs_of,
    speaks_of_members,
    structure_of,
)
from communique.steps.relations.notation import grammar
from communique.steps.relations.notes import Call, Told, calling_laboratory, counts_parties, subject_of_note, through
from communique.steps.relations.reader import read_clause
from communique.steps.relations.release import Release
from communique.steps.relations.wording import fold


@dataclass(frozen=True)
class NoteReader:
    """Reads notes with what the running text around their callouts has told."""

    release: Release
    sentences: Sequence[Span]
    body: BodyReader
    looks: list[Look] = field(default_factory=list)

    def read(self, call: Call) -> list[Claim]:
        """The claims of a note as read through one of its callouts."""
        told = self.body.told.get(call.sentence)
        names = [m for m in self.release.names if call.sentence.start <= m.start and m.end <= call.sentence.end]
        anchor = subject_of_note(call, names, self.release.text) or self.body.anchors.get(call.offset)
        counted = anchor is None and counts_parties(call, self.release.text)
        if anchor is None and not counted and len(call.note.callouts) > 1:
            laboratory = None  # called again where it does not apply
        else:
            laboratory = calling_laboratory(call, anchor, told)
        implied = anchor or laboratory
        told_in_text = call.offset in self.body.stood_in and told is not None and any(c.via for c in told.claims)
        claims: list[Claim] = [] if told_in_text else self._read_members(call, told, anchor)
        focus = Focus(self.release.entities)
        focus.joint = [(0, slot) for slot in joint_structures(told.claims if told else ()) if slot.kind == "L"]
        for sentence in self._within(call.body):
            clause = self.release.clause(sentence, focus, implied, laboratory)
            if counted:
                clause.about = self._about(call, told, laboratory)
            about = spoken_of(clause, implied)
            reading = read_clause(clause, focus, self.release.setting, watch=self.release.watch)
            claims += reading.claims
            if reading.look is not None:
                self.looks.append(replace(reading.look, through=lambda claim: self._through(claim, call, counted)))
            if about is not None:
                claims += self._read_fragments(sentence, focus, about, named=about is not implied)
            focus.note(clause, reading.subject)
        return [read for claim in claims if (read := self._through(claim, call, counted)) is not None]

    def _through(self, claim: Claim, call: Call, counted: bool) -> Claim | None:
        """The claim as read through the callout; None for what the parts of a list would say of who counts them.

        Behind "six laboratories³" the words "in Kobe" and "led by X" of the note belong to one of the six.
        """
        told = claim.object if claim.predicate == "holds_position" else claim.subject
        unsaid = told.span.start < call.body.start or told.span.end > call.body.end
        alone = claim.predicate in ("located_in", "founded_on", "holds_position")
        return None if counted and unsaid and alone else through(claim, call)

    def _read_members(self, call: Call, told: Told | None, anchor: Slot | None) -> list[Claim]:
        """The claims of a note that lists the laboratories which the calling words count."""
        text = self.release.text
        if anchor is not None and anchor.kind != PLACE:
            return []
        counted = counted_by(call, text)
        if counted is None or not speaks_of_members(call, text):
            return []
        members = members_in(self.release, self._within(call.body))
        if members is None or not (len(members.keys) <= counted <= len(members.keys) + 1 if counted else True):
            return []
        structure = structure_of(told, members, self.release, self._joint)
        if structure is None:
            return []
        clause = self.release.clause(call.sentence, Focus(self.release.entities))
        return members_claims(clause, structure, members, self.release.setting)

    def _about(self, call: Call, told: Told | None, laboratory: Slot | None) -> tuple[About, ...]:
        """The laboratories that the calling sentence may be about, for the trained model."""
        if told is None or self.release.model is None:
            return ()
        calling = fold(self.release.text[call.sentence.start : call.offset])
        behind = fold(self.release.text[call.offset : call.sentence.end])
        says = signs_of(call, self.release, self._within(call.body))
        roles = {"laboratory": laboratory, "structure": told.structure, "subject": told.subject}
        return tuple(
            replace(
                about,
                signs=(*about.signs, *says, *(r for r, slot in roles.items() if slot and slot.keys == about.slot.keys)),
                calling=calling,
                behind=behind,
            )
            for about in told.about
        )

    @cached_property
    def _joint(self) -> frozenset[int]:
        """The keys of the structures that the running text said to have parties or members."""
        claims = [claim for told in self.body.told.values() for claim in told.claims]
        return frozenset(key for slot in joint_structures(claims) for key in slot.keys)

    def _read_fragments(self, sentence: Span, focus: Focus, about: Slot, *, named: bool) -> list[Claim]:
        """The claims of the parts of a sentence without a verb, each of which speaks of `about`.

        Behind a semicolon they speak of the laboratory that stands there: "A, in Lyon; B, in Metz"; so they do in a
        list with commas, where the sentence begins with a name (`named`).
        """
        claims: list[Claim] = []
        parts = list(fragments_of(self.release.text, sentence))
        spoken: Slot | None = about
        if named and parts:
            spoken = last_named(self.release.clause(Span(sentence.start, parts[0].start), focus), about)
        listing = False
        for span in parts:
            fragment = self.release.clause(span, focus, spoken)
            behind = self.release.text.endswith("; ", 0, span.start)
            listing = listing or behind
            if listing and any(slot.kind == LAB for slot in fragment.slots.values()):
                spoken = spoken_of(fragment, None)
            elif behind and not fragment.slots and not says_something(fragment):
                spoken = None  # "; enfin, à Limoges, X"
            elif named:
                spoken = (
                    None
                    if behind and grammar("note.place").match(fragment.text)
                    else next_spoken(fragment, span.start, spoken)
                )
            if spoken is not None and says_something(fragment):
                claims += read_clause(fragment, focus, self.release.setting).claims
        return claims

    def read_orphan(self, note: Note) -> list[Claim]:
        """The claims of a note that nothing calls: only what it says of its own names."""
        claims: list[Claim] = []
        focus = Focus(self.release.entities)
        for sentence in self._within(note.body) if note.body is not None else ():
            clause = self.release.clause(sentence, focus)
            reading = read_clause(clause, focus, self.release.setting, watch=self.release.watch)
            claims += (replace(claim, via=note.label) for claim in reading.claims)
            if reading.look is not None:
                self.looks.append(replace(reading.look, through=lambda claim: replace(claim, via=note.label)))
            focus.note(clause, reading.subject)
        return claims

    def _within(self, body: Span) -> list[Span]:
        """The sentences of a note, or the parts of sentences that belong to it."""
        inside = (s for s in self.sentences if body.overlaps(s))
        return [Span(max(s.start, body.start), min(s.end, body.end)) for s in inside]
