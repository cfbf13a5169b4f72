"""Persons: runs of capitalised words for which there is evidence."""

from __future__ import annotations

from communique.language.names.extents import KnownOrganisations
from communique.language.names.persons.evidence import PersonEvidence
from communique.language.names.persons.runs import RunReader
from communique.language.names.spans import PERSON, NameSpan
from communique.language.tokens import TokenTable


class PersonNames:
    """Finds runs that may be persons' names and weighs the evidence for each."""

    def __init__(self, table: TokenTable, known: KnownOrganisations, taken: list[NameSpan]) -> None:
        self._table = table
        self._runs = RunReader(table, known, taken)
        self._evidence = PersonEvidence(table, self._runs)

    def find(self) -> list[NameSpan]:
        """The spans with enough evidence, titles left out, in text order."""
        spans: list[NameSpan] = []
        unproved: list[tuple[int, int]] = []
        ends: set[int] = set()
        i = 0
        while i < len(self._table):
            end = self._runs.end(i)
            if end is None:
                i += 1
                continue
            i = self._runs.after_posts(i, end)
            rule = self._evidence.evidence(i, end) or self._evidence.list_evidence(i, end, ends)
            if rule is not None:
                spans.append(NameSpan(i, end, PERSON, rule))
                ends.add(end)
            else:
                unproved.append((i, end))
            i = end
        starts = {span.start for span in spans}
        for i, end in reversed(unproved):
            if self._evidence.precedes_person(i, end, starts):
                spans.append(NameSpan(i, end, PERSON, "person.list"))
                starts.add(i)
        return sorted(spans)
