"""What a run tells those who watch it, as it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from communique.batch.tasks import Outcome


@dataclass(frozen=True, slots=True)
class Begun:
    """The inputs are found. `known` contents are there from earlier runs; `changed` says why others do not stand."""

    inputs: int
    known: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """An input needs no work: it was done in an earlier run, or has the same content as another input."""

    uri: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """An input was done, or failed. `seconds` are those that its document took."""

    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Publishing:
    """All inputs are through; their outcomes are being written into the run folder."""

    done: int
    inputs: int


Event = Begun | Passed | Tried | Publishing
Watch = Callable[[Event], None]


def look_away(event: Event) -> None:
    """Nobody watches."""
