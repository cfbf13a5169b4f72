"""What may come of a source, whatever is in it: a valid record, or a documented reason why there is none."""

from __future__ import annotations

from communique.batch.tasks import Failure, Outcome, Task, carry_out
from communique.errors import READ_REASONS
from communique.records import Release


def trouble_with(data: bytes) -> str:
    """What is wrong with the outcome of an extraction; "" where nothing is."""
    return trouble_in(carry_out(Task("fuzz", data=data, registry="core")))


def trouble_in(outcome: Outcome) -> str:
    """What is wrong with an outcome: a failure of ours, a record that is not valid, a step that raised."""
    if isinstance(outcome, Failure):
        return "" if outcome.reason in READ_REASONS else f"{outcome.reason}: {outcome.message}"
    try:
        record = Release.from_json(outcome.json)
    except ValueError as error:
        return f"invalid record: {error}"
    return next((issue.message for issue in record.issues if issue.code == "extractor.step-failed"), "")
