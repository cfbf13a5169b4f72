"""Which release of the base is which of the new side: by its bytes, else its path, else its title and date."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Hashable, Iterable, Sequence

from communique.diff.sides import Entry


def pair_releases(
    base: Sequence[Entry], new: Sequence[Entry], *, one_each: bool = False, twins: bool = False
) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """The pairs in the base's order, what only the base has, and what only the new side has.

    Args:
        base: the releases of the base.
        new: the releases of the new side.
        one_each: where both sides are one release, the user says that it is the same.
        twins: the new side holds other forms of the releases: `a.pdf` is that of `a.html`.
    """
    if one_each and len(base) == len(new) == 1:
        return [(base[0], new[0])], [], []
    gone, come = dict.fromkeys(range(len(base))), dict.fromkeys(range(len(new)))
    paths, paths_there = _paths(base), _paths(new)
    partner: dict[int, int] = {}

    def take(key: Callable[[Entry, str], Hashable]) -> None:
        waiting: dict[Hashable, list[int]] = {}
        for j in come:
            waiting.setdefault(key(new[j], paths_there[j]), []).append(j)
        waiting.pop(None, None)
        for found in waiting.values():
            found.reverse()
        for i in list(gone):
            if found := waiting.get(key(base[i], paths[i]), []):
                partner[i] = found.pop()
                del gone[i], come[partner[i]]

    take(lambda entry, _: (entry.id, entry.uri) if entry.id else None)
    take(lambda entry, path: (entry.id, path) if entry.id else None)
    take(lambda entry, _: entry.id or None)
    take(lambda entry, _: entry.uri)
    take(lambda _, path: path)
    if twins:
        take(lambda _, path: os.path.splitext(path)[0])
    take(lambda entry, _: (entry.title, entry.date) if entry.title and entry.date else None)
    pairs = [(base[i], new[j]) for i, j in sorted(partner.items())]
    return pairs, [base[i] for i in gone], [new[j] for j in come]


def _paths(entries: Sequence[Entry]) -> list[str]:
    """The paths below the folder that all have in common: two runs may read two copies of one folder."""
    folder = _common_folder({os.path.dirname(entry.uri) for entry in entries})
    return [entry.uri[len(folder) :].lstrip("/") for entry in entries]


def _common_folder(folders: Iterable[str]) -> str:
    first, *others = sorted(folders)[:1] + sorted(folders)[-1:] if folders else [""]
    parts = first.split("/")
    for other in others:
        shared = 0
        for one, two in zip(parts, other.split("/"), strict=False):
            if one != two:
                break
            shared += 1
        parts = parts[:shared]
    return "/".join(parts)
