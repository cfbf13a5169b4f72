# ruff: noqa: T201
"""Measures the string API: how right it is on three sets of affiliation strings, how fast, how large.

    python tools/benchmarks/registry_matching.py --registry full.registry [--shared ../shared] [--min-score 0.7]

Build the registry first, from all tables of the data folder:

    communique registry build ../shared/registry/ror.jsonl.gz --rnsr ../shared/registry/rnsr-2022.jsonl.gz \
        --rnsr ../shared/registry/rnsr-2019.jsonl.gz --out full.registry

How it counts, as the tests of the ROR service's own matcher do: each string has a set of right ids, and a set of ids
that were found.

* precision: of all ids found, over all strings, the share that is right;
* recall: of all right ids, over all strings, the share that was found (ids that the registry does not hold count);
* accuracy: the share of strings whose found set is exactly the right set, both empty included.

For `crossref-2024` and `s2aff-trainval` the ids are ROR ids, for `conditor-2014-dev` RNSR numbers; ids of the other
kind are no find and no error there. A Conditor row that names two numbers asks for both.

`s2aff-trainval` gives a name instead of an id for 152 organisations, because ROR had no record of them at the time.
Such a name counts as a right id that nothing finds, and what is found in its string as an error, even the organisation
of that name, which ROR may have by now. The last line of the set, `ids`, counts the strings that are annotated with ids
alone.

Each set is also counted in halves: what the weights were learned on (`learned`), and what they never saw (`held`).
The default score and which traits there are were chosen with the totals of both halves in view, so that the figures of
`held` are a little better than those of strings that nobody has scored before.

Speed is that of one process on one core, in seconds of that core (other work on the machine does not count, though it
slows the core down), over the distinct strings of the three sets: `cold` is the first pass after loading, in which
nothing is known yet; `warm` the second, in which every word and name has been seen. A long list of addresses lies
between the two: of the parts of these strings (`France`, `Université de Montpellier`) 60 % come more than once.
Strings are read some thousand at a time; one by one (`link`) costs a multiple, which is `single`.

The plain loop beside them, which folds each string and looks its words up in a trie of words and does nothing else,
tells how fast the machine is at the time: compare ratios to it, not strings a second.
"""

from __future__ import annotations

import argparse
import ast
import gc
import gzip
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Example = tuple[str, frozenset[str]]
SINGLE = 300
"""Strings that are matched one by one, too."""


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--registry", type=Path, required=True)
    arguments.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    arguments.add_argument("--min-score", type=float)
    given = arguments.parse_args()

    began = time.perf_counter()
    from communique.registry.location import open_registry
    from communique.registry.matching.choose import MIN_SCORE
    from communique.registry.matching.matcher import Link, Matcher
    from communique.registry.organisations import ROR_URL

    imported = time.perf_counter()
    registry = open_registry(given.registry)
    match = Matcher(registry)
    loaded = time.perf_counter()
    gc.freeze()  # as `communique registry match` does
    floor = MIN_SCORE if given.min_score is None else given.min_score

    sets = {name: list(read(given.shared / "linking" / f"{name}.jsonl.gz")) for name, read in SETS.items()}
    strings = list(dict.fromkeys(string for examples in sets.values() for string, _ in examples))
    seconds, found = _timed(match, strings, floor)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    again, _ = _timed(match, strings, floor)
    single = _single(match, strings[:SINGLE], floor)
    plain = _plain_loop(strings)

    print(f"registry {registry.label}, {len(registry):,} organisations; min score {floor}")
    print(f"{'set':<18} {'half':<8} {'strings':>7} {'ids':>6} {'in index':>8} precision recall accuracy")
    links: dict[str, list[Link]] = dict(zip(strings, found, strict=True))
    for name, examples in sets.items():
        for half in ("learned", "held", "all", *(["ids"] if name.startswith("s2aff") else [])):
            chosen = [e for e in examples if half in ("all", half_of(e[0]))]
            if half == "ids":
                chosen = [e for e in examples if all(id_.startswith(ROR_URL) for id_ in e[1])]
            figures = count(name, chosen, links)
            known = sum(registry.with_id(id_) is not None for _, ids in chosen for id_ in ids)
            print(
                f"{name:<18} {half:<8} {figures.strings:>7,} {figures.wanted:>6,} {known:>8,} "
                f"{figures.precision:>9.3f} {figures.recall:>6.3f} {figures.accuracy:>8.3f}"
            )
    total = len(strings)
    print(f"load: {loaded - imported:.3f} s ({imported - began:.3f} s of imports before it)")
    print(f"cold: {total / seconds:,.0f} strings/s ({seconds / total * 1e6:.1f} µs each, {total:,} distinct strings)")
    print(f"warm: {total / again:,.0f} strings/s ({again / total * 1e6:.1f} µs each)")
    print(f"single: {SINGLE / single:,.0f} strings/s ({single / SINGLE * 1e6:.0f} µs each)")
    print(f"plain loop: {total / plain:,.0f} strings/s; cold {plain / seconds:.1%} of it, warm {plain / again:.1%}")
    print(f"memory: {memory:.0f} MB at most, index and Python included")


def half_of(string: str) -> str:
    """`learned` or `held`: fixed by the string's SHA-256, so that no set has to be marked."""
    return "held" if hashlib.sha256(string.encode()).digest()[0] % 2 else "learned"


def _timed(match: Any, strings: list[str], floor: float) -> tuple[float, list[Any]]:
    began = time.process_time()
    found = list(match.many(strings, floor))
    return time.process_time() - began, found


def _single(match: Any, strings: list[str], floor: float) -> float:
    began = time.process_time()
    for string in strings:
        match(string, floor)
    return time.process_time() - began


def _plain_loop(strings: list[str]) -> float:
    """Seconds of this core for folding all strings and looking their words up."""
    import marisa_trie

    from communique.registry.normal import normal_words

    prefixes = marisa_trie.Trie(sorted({word for string in strings for word in normal_words(string)})).prefixes
    began = time.process_time()
    for string in strings:
        for word in normal_words(string):
            prefixes(word)
    return time.process_time() - began


class Figures(NamedTuple):
    """How a set of strings was matched; see above for what is counted."""

    strings: int
    wanted: int
    precision: float
    recall: float
    accuracy: float


def count(name: str, examples: list[Example], links: dict[str, list[Any]]) -> Figures:
    """The figures of a set, or a part of one, from the links of each string."""
    kind = "rnsr" if name.startswith("conditor") else "ror"
    right = found = wanted = exact = 0
    for string, ids in examples:
        given = {getattr(link, kind) for link in links[string]} - {None}
        right += len(given & ids)
        found += len(given)
        wanted += len(ids)
        exact += given == ids
    return Figures(len(examples), wanted, right / max(found, 1), right / max(wanted, 1), exact / max(len(examples), 1))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except FileNotFoundError:
        sys.exit(f"{path}: there is no such set; --shared names the data folder")


def _crossref(path: Path) -> Iterator[Example]:
    return ((row["affiliation"], frozenset(row["ror_ids"])) for row in _rows(path))


def _s2aff(path: Path) -> Iterator[Example]:
    return ((row["original_affiliation"], frozenset(ast.literal_eval(row["labels"]))) for row in _rows(path))


def _conditor(path: Path) -> Iterator[Example]:
    for row in _rows(path):
        ids, address, _ = row["row"]
        yield address, frozenset(ids.split(" ; "))


SETS: dict[str, Callable[[Path], Iterator[Example]]] = {
    "crossref-2024": _crossref,
    "s2aff-trainval": _s2aff,
    "conditor-2014-dev": _conditor,
}

if __name__ == "__main__":
    main()
