"""A diff as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from communique.diff.changes import EntityState, FactState, Side
from communique.diff.report.gathering import Report, Row
from communique.diff.report.wording import differs, evidence, name, shorten

_SPECIAL: Final = re.compile(r"[\\`*_\[\]|~#]")
_WIDTH: Final = 160
_RULES: Final = 15


def as_markdown(report: Report) -> str:
    """Counts, what each rule gained and lost, a table with the rows, and how many are not shown."""
    return "\n".join(_lines(report))


def escape(text: str) -> str:
    """Text as it stands: no markup, no link, no mention of a user, no HTML, no line that ends the table's row."""
    text = "".join(c if c.isprintable() else " " for c in text)
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;").replace("://", ":&#47;&#47;")


def table(head: Iterable[str], rows: Iterable[Iterable[str]], numbers: int = 0) -> Iterator[str]:
    """A table; the last `numbers` columns are set to the right. Cells are Markdown."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * (len(names) - numbers)}{'---:|' * numbers}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _lines(report: Report) -> Iterator[str]:
    total, releases = report.counts.total, report.releases
    if report:
        yield f"### {total} change{'s' if total > 1 else ''} in {releases} of {report.new.releases} releases"
    else:
        yield "### No change"
    yield ""
    yield f"{_side('base', report.base)} → {_side('new', report.new)}"
    for problem in report.problems:
        yield ""
        where = f"{escape(problem.uri)}: " if problem.uri else ""
        yield f"> **{problem.side}**: {where}{escape(problem.message)}"
    if report:
        yield ""
        yield from _counts(report)
    if report.rules:
        yield ""
        yield from _rules(report)
    if report.rows:
        yield ""
        yield from table(("", "what", "evidence", "cause", "release"), map(_row, report.rows))
    if report.rest:
        yield ""
        yield f"… and {report.rest} more."
    if report.hidden:
        yield ""
        yield f"{report.hidden} accepted before and not shown."


def _side(label: str, side: Side) -> str:
    facts = f", {side.facts} facts" if side.facts is not None else ""
    failed = f", {side.failed} failed" if side.failed else ""
    return f"{label} {escape(side.name)}: {side.releases} releases{failed}{facts}"


def _counts(report: Report) -> Iterator[str]:
    counts = report.counts
    rows = [("by kind", counts.kind), ("by predicate", counts.predicate), ("by cause", counts.cause)]
    for title, counted in rows:
        if counted:
            yield f"- {title}: " + ", ".join(f"{escape(key)} {count}" for key, count in counted.items())


def _rules(report: Report) -> Iterator[str]:
    shown = list(report.rules.items())[:_RULES]
    rows = [(f"`{rule}`", f"+{gain.added}", f"−{gain.removed}", str(gain.changed)) for rule, gain in shown]
    yield from table(("rule", "facts added", "removed", "changed"), rows, numbers=3)
    if len(report.rules) > _RULES:
        yield ""
        yield f"… and {len(report.rules) - _RULES} more rules."


def _row(row: Row) -> tuple[str, ...]:
    change = row.change
    state = change.after or change.before
    kind = change.kind + (" (rejected before)" if row.rejected else "")
    what = escape(shorten(name(state), _WIDTH))
    if change.kind != "added" and change.kind != "removed" and (more := differs(change)):
        what += f"<br>{escape(shorten(more, _WIDTH))}"
    if change.because:
        what += f"<br>{escape(shorten(change.because, _WIDTH))}"
    if change.follows:
        what += f"<br>→ {escape(shorten(change.follows[0], _WIDTH))}"
        what += f" and {len(change.follows) - 1} more that follow" if len(change.follows) > 1 else ""
    rules = "".join(f"<br>`{rule}`" for rule in change.cause.rules)
    release = change.new or change.base
    where = escape(shorten(release.uri, 60)) if release else ""
    more_releases = f" and {row.releases - 1} more" if row.releases > 1 else ""
    return kind, what, _evidence(row), change.cause.name + rules, where + more_releases


def _evidence(row: Row) -> str:
    states = (row.change.before, row.change.after)
    if not any(isinstance(state, (FactState, EntityState)) for state in states):
        return ""
    words = list(dict.fromkeys(shorten(text, _WIDTH) for text in evidence(row.change) if text))
    return "<br>→ ".join(map(escape, words))
