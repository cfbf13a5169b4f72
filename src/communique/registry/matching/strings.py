"""The string API: the organisations in affiliation strings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.registry.matching.choose import MIN_SCORE
from communique.registry.matching.matcher import Link, Matcher, matcher_of

if TYPE_CHECKING:
    from communique.registry.index import Registry


def link(
    string: str, registry: Registry | str | os.PathLike[str] | None = None, min_score: float = MIN_SCORE
) -> list[Link]:
    """All organisations that an affiliation string names, in its order; those in doubt are left out.

    Args:
        string: as a paper or a record gives it, with or without commas, in any language of its names.
        registry: an open registry, the path of an index, or `core`; by default the registry in use (see
            `communique registry info`).
        min_score: from 0 to 1; a higher one trades finds for certainty.

    Raises:
        RegistryError: the index that was asked for is missing, damaged, or of another version.
        ValueError: `min_score` is not from 0 to 1.

    Example:
        >>> [found.name for found in link("Dept. of History, ENS de Lyon, Lyon, France", registry="core")]
        ['École normale supérieure de Lyon']
    """
    return _matcher(registry, min_score)(string, min_score)


def link_many(
    strings: Iterable[str], registry: Registry | str | os.PathLike[str] | None = None, min_score: float = MIN_SCORE
) -> Iterator[list[Link]]:
    """The organisations of each string, as `link` gives them, in input order; strings are read some thousand at a time.

    Raises:
        RegistryError, ValueError: as `link`, at once.
    """
    return _matcher(registry, min_score).many(strings, min_score)


def _matcher(registry: Registry | str | os.PathLike[str] | None, min_score: float) -> Matcher:
    if not 0 <= min_score <= 1:
        raise ValueError(f"min_score is {min_score}; it runs from 0 to 1")
    if registry is None or isinstance(registry, (str, os.PathLike)):
        from communique.registry.location import open_registry

        registry = open_registry(registry)
    return matcher_of(registry)
