"""A diff as JSON, written as it is found: the bytes of `Diff.to_json` without a `Diff` in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from communique.diff.changes import Change, Problem, Side, Tally
from communique.diff.decisions import Decisions
from communique.diff.report.gathering import NO_DECISIONS, Only


def write_json(
    changes: Iterable[Change],
    sides: Callable[[], tuple[Side, Side, Iterable[Problem]]],
    write: Callable[[str], object],
    *,
    only: Only | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> bool:
    """Writes the diff in pieces, with sorted keys and no line feed at the end.

    Args:
        changes: all of them.
        sides: gives both sides, and the problems once the changes are read.
        write: takes the pieces.
        only: which changes count.
        decisions: those accepted are hidden.

    Returns:
        Whether there is any change.
    """
    encode = msgspec.json.Encoder(order="sorted").encode
    tally, hidden = Tally(), 0

    def shown() -> Iterator[Change]:
        nonlocal hidden
        for change in changes:
            if only is not None and not only(change):
                continue
            if decisions.verdict(change.id) == "accept":
                hidden += 1
                continue
            tally.add(change)
            yield change

    base, _, _ = sides()
    write(f'{{"base":{encode(base).decode()},"changes":[')
    comma = ""
    for change in shown():
        write(comma + encode(change).decode())
        comma = ","
    _, new, problems = sides()
    counts = tally.counts()
    rest = {"counts": counts, "hidden": hidden, "new": new, "problems": tuple(problems)}
    write("]," + encode(rest).decode()[1:])
    return counts.total > 0
