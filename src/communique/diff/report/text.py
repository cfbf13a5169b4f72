"""A diff as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from communique.diff.changes import FactState, Side
from communique.diff.report.gathering import Report, Row
from communique.diff.report.wording import differs, evidence, name, shorten

_SIGNS: Final = {"added": "+", "removed": "-", "failed": "!", "recovered": "+"}
_WIDTH: Final = 110
_FOLLOWS: Final = 5


def as_text(report: Report) -> str:
    """Both sides, the counts, a block for every row, and what is not shown."""
    return "\n".join(visible(line) for line in _lines(report))


def visible(line: str) -> str:
    """A line without terminal controls: what a release says is shown, not obeyed."""
    return "".join(c if c.isprintable() else " " if c in "\t\n\r\xa0\u202f" else f"\\u{ord(c):04x}" for c in line)


def _lines(report: Report) -> Iterator[str]:
    yield f"base  {_side(report.base)}"
    yield f"new   {_side(report.new)}"
    yield from (f"      versions differ: {line}" for line in _versions(report.base, report.new))
    for problem in report.problems:
        yield f"problem ({problem.side}): {problem.uri + ': ' if problem.uri else ''}{problem.message}"
    yield ""
    yield f"{_heading(report)}{_counted(report.counts.kind.items())}"
    for title, counts in (("predicate", report.counts.predicate), ("cause", report.counts.cause)):
        if counts:
            yield f"by {title:10}{_counted(counts.items())}"
    if report.counts.rule:
        yield f"by rule      {_counted(report.counts.rule.items(), 8)}"
    for row in report.rows:
        yield ""
        yield from _row(row)
    if report.rest:
        yield ""
        yield f"… and {report.rest} more"
    if report.hidden:
        yield f"{report.hidden} accepted before and not shown"


def _heading(report: Report) -> str:
    if not report:
        return "no change"
    changes = f"{report.counts.total} change{'s' if report.counts.total > 1 else ''}"
    return f"{changes} in {report.releases} release{'s' if report.releases > 1 else ''}: "


def _side(side: Side) -> str:
    facts = f", {side.facts} facts" if side.facts is not None else ""
    failed = f", {side.failed} failed" if side.failed else ""
    return f"{side.name}: {side.releases} release{'s' if side.releases != 1 else ''}{failed}{facts}"


def _versions(base: Side, new: Side) -> list[str]:
    """In which parts the versions of the two sides differ, as far as each has one."""
    if len(base.versions) != 1 or len(new.versions) != 1:
        return []
    pairs = [(key, base.versions[0][key], new.versions[0][key]) for key in ("version", "rules", "model", "registry")]
    return [f"{key} {shorten(one, 40)} → {shorten(other, 40)}" for key, one, other in pairs if one != other]


def _counted(counts: Iterable[tuple[str, int]], most: int = 20) -> str:
    items = list(counts)
    more = f", and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(f"{count} {key}" for key, count in items[:most]) + more


def _row(row: Row) -> Iterator[str]:
    change = row.change
    sign = _SIGNS.get(change.kind.rsplit("-", 1)[-1], "~")
    state = change.after or change.before
    yield f"{sign} {change.kind}{' (rejected before)' if row.rejected else ''}: {shorten(name(state), _WIDTH)}"
    if what := differs(change):
        yield f"    {shorten(what, 2 * _WIDTH)}"
    before, after = evidence(change)
    if before and after and before != after:
        yield f"    was “{shorten(before, _WIDTH)}”"
        yield f"    now “{shorten(after, _WIDTH)}”"
    elif isinstance(state, FactState) and (words := after or before):
        yield f"    “{shorten(words, _WIDTH)}”"
    release = change.new or change.base
    rules = f" ({', '.join(change.cause.rules)})" if change.cause.rules else ""
    more = f" and in {row.releases - 1} more" if row.releases > 1 else ""
    yield f"    {change.cause.name}{rules} · {release.uri if release else ''}{more}"
    if change.because:
        yield f"    why: {shorten(change.because, 2 * _WIDTH)}"
    for line in change.follows[:_FOLLOWS]:
        yield f"    → {shorten(line, _WIDTH)}"
    if len(change.follows) > _FOLLOWS:
        yield f"    → and {len(change.follows) - _FOLLOWS} more that follow"
