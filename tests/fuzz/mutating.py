"""Damages files byte by byte, in ways that stand for what disks, mailers, editors and attackers do.

Everything follows from a number: the same source, other file and number give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]

MOST_CHANGES: Final = 12
MOST_GROWTH: Final = 1 << 20
"""Bytes by which repeats may let a file grow: damage is sought here, and size is tried elsewhere."""

TOKENS: Final = (
    *(b"0", b"-1", b"1", b"65536", b"2147483648", b"-9999999999", b"1e300", b".", b"--5", b"NaN"),
    *(b"\0", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\r", b"\n\n", b"%", b"\\", b"(", b")", b"<<", b">>", b"[", b"]"),
    *(b" obj ", b" endobj ", b" stream\n", b"\nendstream", b" 1 0 R", b" 0 0 R", b"/Type", b"/Kids", b"/Length", b"/"),
    *(b" BT ", b" ET ", b" Tj ", b" TJ ", b" Do ", b" cm ", b" BI ", b" ID ", b" EI ", b" q ", b" Q ", b" null "),
    *(b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<p>", b"</p>", b"</div>", b"<sup>", b"</sup>", b"<table>"),
    *(b"&", b"&#0;", b"&#x110000;", b"&#xD800;", b"&nbsp", b'"', b"'", b"=", b"<script>", b"<meta charset=utf-16>"),
)
"""What means something in one of the formats, or is at the edge of what numbers and letters can be."""


def mutate(data: bytes, other: bytes, number: int) -> bytes:
    """`data` with one to MOST_CHANGES changes; `other` is a file whose pieces may be spliced in."""
    random = Random(number)
    mutated = data
    for _ in range(min(MOST_CHANGES, 1 + int(random.expovariate(0.4)))):
        change = random.choice(_CHANGES)
        changed = change(mutated, other, random)
        mutated = changed if len(changed) <= len(data) + MOST_GROWTH else mutated
    return mutated


def find_sources(*folders: Path) -> list[Path]:
    """The HTML and PDF files below the folders, in one order everywhere."""
    found = (path for folder in folders for kind in ("html", "pdf") for path in folder.rglob(f"*.{kind}"))
    return sorted(found, key=lambda path: (path.name, path.parent.name))


def mutations(sources: Sequence[Path], first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Mutated files, each with a name that says from which file and number it was made.

    Args:
        sources: what is mutated; all of them are, by turns.
        first: the first number.
        count: how many files are made.
    """
    contents = [path.read_bytes() for path in sources]
    for number in range(first, first + count):
        chosen = number % len(sources)
        source, data = sources[chosen], contents[chosen]
        other = contents[Random(-number).randrange(len(contents))]
        yield f"{number:06d}-{source.parent.name}-{source.name}", mutate(data, other, number)


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    """A stretch of any size: short ones are as likely as long ones."""
    if not data:
        return 0, 0
    size = min(len(data), int(2 ** random.uniform(0, len(data).bit_length())))
    start = random.randrange(len(data) - size + 1)
    return start, start + size


def _flip(data: bytes, _: bytes, random: Random) -> bytes:
    """Single bits change, as on a bad disk."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 32)) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, _: bytes, random: Random) -> bytes:
    """A stretch becomes noise or one byte, as where a sector was lost."""
    start, end = _stretch(data, random)
    end = min(end, start + 4096)
    filler = (
        random.randbytes(end - start) if random.random() < 0.5 else bytes([random.choice(b"\0 \xff<A")]) * (end - start)
    )
    return data[:start] + filler + data[end:]


def _cut(data: bytes, _: bytes, random: Random) -> bytes:
    """A stretch goes."""
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _truncate(data: bytes, _: bytes, random: Random) -> bytes:
    """The end goes, as where a download broke off; seldom the beginning."""
    at = random.randrange(len(data) + 1)
    return data[:at] if random.random() < 0.8 else data[at:]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    """A stretch of another file comes in."""
    start, end = _stretch(other, random)
    at = random.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _repeat(data: bytes, _: bytes, random: Random) -> bytes:
    """A stretch stands several times."""
    start, end = _stretch(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 8, 64)) + data[end:]


def _swap(data: bytes, _: bytes, random: Random) -> bytes:
    """Two stretches change places."""
    a, b, c, d = sorted(random.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _insert(data: bytes, _: bytes, random: Random) -> bytes:
    """A token comes in, once or many times in a row."""
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 3, 200)) + data[at:]


def _replace(data: bytes, _: bytes, random: Random) -> bytes:
    """A number of the file becomes another, where one stands near the place that was drawn."""
    at = random.randrange(len(data) + 1)
    start = next((i for i in range(at, min(len(data), at + 400)) if data[i] in b"0123456789"), -1)
    if start < 0:
        return data
    end = next((i for i in range(start, len(data)) if data[i] not in b"0123456789"), len(data))
    return data[:start] + random.choice(TOKENS[:10]) + data[end:]


_CHANGES: Final[tuple[Callable[[bytes, bytes, Random], bytes], ...]] = (
    _flip,
    _overwrite,
    _cut,
    _truncate,
    _splice,
    _repeat,
    _swap,
    _insert,
    _replace,
)
