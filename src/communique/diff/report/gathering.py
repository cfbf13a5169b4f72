"""What a report shows of a stream of changes: counts of all, and as many rows as are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from communique.diff.changes import KINDS, Change, Counts, Problem, Side, Tally
from communique.diff.decisions import Decisions
from communique.diff.report.wording import say

NO_DECISIONS: Final = Decisions()
_RULE_KINDS: Final = frozenset({"added", "removed", "changed"})


@dataclass(frozen=True)
class Only:
    """Which changes count: those of any of the kinds, and of any of the predicates, and of any of the rules.

    An empty set leaves that side open. A kind may be given as its family: `entity` is every `entity-…`.
    """

    kinds: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def __call__(self, change: Change) -> bool:
        return (
            (not self.kinds or change.kind in self.kinds or change.kind.split("-")[0] in self.kinds)
            and (not self.predicates or change.predicate in self.predicates)
            and (not self.rules or not self.rules.isdisjoint(change.rules))
        )


@dataclass(slots=True)
class Row:
    """One line of a report: a change, and in how many releases the very same is found."""

    change: Change
    rejected: bool
    releases: int = 1


@dataclass(slots=True)
class RuleGain:
    """What a rule gained and lost: facts added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Report:
    """What is told of a diff.

    Attributes:
        base: what the base is.
        new: what the new side is.
        counts: of all changes that are not hidden.
        releases: in how many releases something changed.
        rows: those that are shown.
        rest: how many changes stand in no row.
        hidden: how many were accepted before, and are left out everywhere.
        rules: what each rule gained and lost.
        problems: what a reader must know.
    """

    base: Side
    new: Side
    counts: Counts
    releases: int
    rows: tuple[Row, ...]
    rest: int
    hidden: int
    rules: dict[str, RuleGain]
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        return self.counts.total > 0


def gather(
    changes: Iterable[Change],
    sides: Callable[[], tuple[Side, Side, Iterable[Problem]]],
    *,
    rows: int,
    only: Only | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> Report:
    """Reads all changes and keeps what is shown of them; memory does not grow with what is not.

    Args:
        changes: all of them.
        sides: gives both sides and the problems once the changes are read.
        rows: how many rows at most.
        only: which changes count.
        decisions: those accepted are hidden, those rejected marked.
    """
    tally, hidden, shown = Tally(), 0, _Shown(rows)
    releases: set[tuple[str, str]] = set()
    rules: dict[str, RuleGain] = {}
    for change in changes:
        if only is not None and not only(change):
            continue
        verdict = decisions.verdict(change.id)
        if verdict == "accept":
            hidden += 1
            continue
        tally.add(change)
        release = change.new or change.base
        releases.add((release.id, release.uri) if release else ("", ""))
        _count_rules(change, rules)
        shown.add(change, rejected=verdict == "reject")
    base, new, problems = sides()
    gains = dict(sorted(rules.items(), key=lambda item: (-_sum(item[1]), item[0])))
    return Report(base, new, tally.counts(), len(releases), shown.ordered(), shown.rest, hidden, gains, tuple(problems))


class _Shown:
    """The rows: of all changes those of the weightiest kinds, and of one kind the first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._rows: dict[str, dict[tuple[str, str, str], Row]] = {kind: {} for kind in KINDS}
        self._count = 0
        self.rest = 0

    def add(self, change: Change, *, rejected: bool) -> None:
        """Gives a change a row, or counts it in the row of the very same change, or to the rest."""
        rows, said = self._rows[change.kind], say(change)
        if said in rows:
            rows[said].releases += 1
            return
        rows[said] = Row(change, rejected)
        self._count += 1
        if self._count > self._most:
            _, last = next(rows for rows in reversed(self._rows.values()) if rows).popitem()
            self._count -= 1
            self.rest += last.releases

    def ordered(self) -> tuple[Row, ...]:
        """The weightiest kinds first, and within a kind release by release."""
        return tuple(row for rows in self._rows.values() for row in sorted(rows.values(), key=_release))


def _release(row: Row) -> str:
    release = row.change.new or row.change.base
    return release.uri if release else ""


def _count_rules(change: Change, rules: dict[str, RuleGain]) -> None:
    if change.kind in _RULE_KINDS:
        for rule in change.rules:
            gain = rules.setdefault(rule, RuleGain())
            gain.added += change.kind == "added"
            gain.removed += change.kind == "removed"
            gain.changed += change.kind == "changed"


def _sum(gain: RuleGain) -> int:
    return gain.added + gain.removed + gain.changed
