"""Decodes the bytes of a page: what it declares is tried first, and believed only where the bytes fit."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from charset_normalizer import from_bytes

from communique.document import Issue

DECLARATION_BYTES: Final = 8192
"""How far a declaration is looked for. Browsers read 1,024 bytes; pages that put long comments first need more."""

GUESS_BYTES: Final = 65_536
"""How much text is shown to charset-normalizer: more makes it slower by seconds a megabyte and no surer."""

MANY_HIGH_BYTES: Final = 0.4
"""From this share of bytes beyond ASCII on, text is in no Latin alphabet, and any encoding may be guessed.

French stays below 0.08 (single short lines below 0.3); Greek, Russian and Japanese text lies above 0.6.
"""

WESTERN: Final = ("cp1252", "mac_roman", "cp850")
"""The encodings in which English and French pages without a declaration were written, the likeliest first.

Letting charset-normalizer choose turns three accents of a short French text into Baltic letters, and it takes
Mac Roman for Windows-1252: so the letters that French uses decide, and charset-normalizer is asked where they fail.
"""

_LIKELY_LETTERS: Final = frozenset("éèàùâêîôûçëïüöäœáíóúñ")
_LIKELY_CAPITALS: Final = frozenset("ÉÈÀÇÊÔÎŒÖÜÄ")
_LIKELY_SIGNS: Final = frozenset("’‘“”«»–—…°·•€™®©²³½§\xa0")

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = (
    re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE),
    re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE),
)
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}
"""What a declaration means in practice.

Source: WHATWG Encoding Standard, section 4.2. A page whose declaration can be read as ASCII is in no UTF-16.
"""

_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_TAG: Final = re.compile(rb"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page and what was unsure about it."""

    text: str
    issues: tuple[Issue, ...] = ()


def decode_page(data: bytes) -> Decoded:
    """The text of a page.

    A byte order mark decides; then the bytes themselves where they can only be UTF-8; then the declaration; then a
    guess. NUL characters become zero-width ones: they print nothing, and positions in the page stay what they are.
    """
    text, issues = _decode(data)
    if "\0" in text:
        issues.append(Issue("reader.characters-replaced", "the page holds NUL characters; they were dropped"))
        text = text.replace("\0", "\u200b")
    return Decoded(text, tuple(issues))


def _decode(data: bytes) -> tuple[str, list[Issue]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding, [])
    if wide := _without_bom(data):
        return _lenient(data, wide, [_guessed(f"no encoding is declared; the page was read as {wide}")])
    declared = _declared_encoding(data[:DECLARATION_BYTES])
    if data.isascii():
        return data.decode("ascii"), []
    if _is_utf8(data):
        issues = [] if declared == "utf-8" else [_guessed(_mismatch(declared, "utf-8"))]
        return _lenient(data, "utf-8", issues)
    if declared and declared != "utf-8" and _fits(data, declared):
        return _lenient(data, declared, [])
    guess = _guess(data)
    return data.decode(guess, "page"), [_guessed(_mismatch(declared, guess))]


def _mismatch(declared: str | None, taken: str) -> str:
    if declared is None:
        return f"no encoding is declared; the page was read as {taken}"
    return f"the page declares {declared}, but its bytes are {taken}"


def _guessed(message: str) -> Issue:
    return Issue("reader.encoding-guessed", message)


def is_wide(data: bytes) -> bool:
    """Whether the page is in UTF-16 or UTF-32: its markup does not read as ASCII."""
    return data.startswith(tuple(bom for bom, encoding in _BOMS if encoding != "utf-8")) or bool(_without_bom(data))


def _without_bom(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: of its first characters, which are ASCII, most bytes are NUL."""
    head = data[:400]
    if len(head) < 8 or head.count(0) < len(head) * 0.3:
        return None
    nuls = [head[i::4].count(0) > len(head) / 8 for i in range(4)]
    patterns = {
        "utf-32-le": [False, True, True, True],
        "utf-32-be": [True, True, True, False],
        "utf-16-le": [False, True, False, True],
        "utf-16-be": [True, False, True, False],
    }
    return next((encoding for encoding, pattern in patterns.items() if nuls == pattern), None)


def _declared_encoding(head: bytes) -> str | None:
    """The declared encoding by its Python name; None for none and for one that nobody knows."""
    for pattern in _DECLARED:
        for match in pattern.finditer(head):
            try:
                name = codecs.lookup(match[1].decode("ascii")).name
                b"".decode(name)
            except (LookupError, UnicodeDecodeError):
                continue
            return _SUPERSETS.get(name, name)
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are UTF-8: all of them, or most and in too many places to be chance."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(1 for _ in _HIGH.finditer(data))
        sequences = [len(m[0]) for m in _MULTIBYTE.finditer(data)]
        return len(sequences) >= 3 and high - sum(sequences) <= len(sequences)
    return True


def _fits(data: bytes, encoding: str) -> bool:
    """Whether a declared encoding decodes the bytes, a few damaged places apart."""
    if encoding == "cp1252":
        return True  # five of its bytes stand for nothing, and pages hold them all the same
    return data.decode(encoding, "replace").count("\ufffd") * 200 <= len(data)


def _lenient(data: bytes, encoding: str, issues: list[Issue]) -> tuple[str, list[Issue]]:
    """Decodes; bytes that do not fit are read as Windows-1252 in UTF-8 (pasted text), else replaced."""
    try:
        return data.decode(encoding), issues
    except UnicodeDecodeError:
        text = data.decode(encoding, "page" if encoding in ("utf-8", "cp1252") else "replace")
        replaced = Issue("reader.characters-replaced", f"some bytes are not {encoding}; they were mended or replaced")
        return text, [*issues, replaced]


def _guess(data: bytes) -> str:
    text = b" ".join(_TAG.split(data))
    sample = b" ".join(_windows(text, GUESS_BYTES))
    if sum(1 for _ in _HIGH.finditer(text)) <= MANY_HIGH_BYTES * len(text):
        scores = {encoding: _western_score(sample.decode(encoding, "replace")) for encoding in WESTERN}
        likeliest = max(WESTERN, key=lambda e: scores[e])
        if scores[likeliest] > 0:
            return likeliest
    best = from_bytes(sample, enable_fallback=False).best()
    return best.encoding if best else WESTERN[0]


def _western_score(text: str) -> float:
    """How well the characters beyond ASCII would do in French: the mean over them, from -1 to 1."""
    total, score = 0, 0.0
    for before, char in pairwise(" " + text):
        if char.isascii():
            continue
        total += 1
        if char in _LIKELY_LETTERS:
            score += 1
        elif char in _LIKELY_CAPITALS:
            score += -1 if before.islower() else 0.5
        else:
            score += 0.5 if char in _LIKELY_SIGNS else -1
    return score / total if total else 0.0


def _windows(text: bytes, size: int) -> Iterator[bytes]:
    """The beginning of `text` and the surroundings of its first bytes beyond ASCII, `size` bytes or little more."""
    taken = 0
    last = 0
    for match in _HIGH.finditer(text):
        if match.start() < last:
            continue
        start, last = max(last, match.start() - 60), match.start() + 60
        yield text[start:last]
        taken += last - start
        if taken > size:
            return


def _rescue(error: UnicodeError) -> tuple[str, int]:
    """Single bytes that do not fit, as Windows-1252 would have them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("page", _rescue)
