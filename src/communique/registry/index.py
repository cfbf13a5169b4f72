"""The organisations of an index: looked up by name, unit code and id, decoded one by one when they are asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from communique.registry.codes import code_families, normal_code
from communique.registry.index_file import IndexFile, IndexHeader, index_bytes, write_index
from communique.registry.matching.sections import matching_sections
from communique.registry.normal import normal_form
from communique.registry.organisations import Name, Organisation
from communique.registry.words import word_sections

Numbers = npt.NDArray[np.uint32]

_FIELDS: Final = tuple(field for field in Organisation.__slots__ if field != "names")


class Registry:
    """An index that is open. Organisations have numbers from 0 on, in the order of the index.

    Nothing is decoded at loading; `organisation` decodes one record. All lookups are by `normal_form`.
    """

    def __init__(self, file: IndexFile) -> None:
        self.file = file
        self.header = file.header
        self._records = file.section("records")
        self._starts = np.frombuffer(file.section("record-starts"), dtype="<u8")
        self._keys = marisa_trie.Trie().frombytes(bytes(file.section("keys")))
        self._key_starts: Numbers = np.frombuffer(file.section("key-starts"), dtype="<u4")
        self._key_values: Numbers = np.frombuffer(file.section("key-values"), dtype="<u4")

    @classmethod
    def open(cls, path: Path) -> Registry:
        """Opens an index file.

        Raises:
            RegistryError: as `IndexFile.open`.
        """
        return cls(IndexFile.open(path))

    @classmethod
    def of(cls, organisations: Iterable[Organisation], name: str, version: str) -> Registry:
        """An index in memory, of few organisations."""
        header, sections = build_sections(organisations, name, version, {})
        return cls(IndexFile(index_bytes(header, sections)[0], name))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def label(self) -> str:
        """As it stands in records: `name@version` and the start of the digest."""
        return self.header.label

    def organisation(self, number: int) -> Organisation:
        """The organisation of a number.

        Raises:
            IndexError: there is no such number.
        """
        if not 0 <= number < len(self):
            raise IndexError(number)
        return _decode(bytes(self._records[int(self._starts[number]) : int(self._starts[number + 1])]))

    def __iter__(self) -> Iterator[Organisation]:
        return (self.organisation(i) for i in range(len(self)))

    def with_name(self, name: str) -> tuple[int, ...]:
        """The numbers of the organisations that have a name or acronym, in any spelling of the same words."""
        return self._numbers("n " + normal_form(name))

    def with_code(self, code: str) -> tuple[int, ...]:
        """The numbers of the organisations that have a unit code, as `UMR 5217`, `UMR5217` or `umr_5217`.

        Where none has the very code, those that have it under an earlier or later kind: `UAR 3155` for `USR 3155`.
        """
        if numbers := self._numbers("c " + normal_code(code)):
            return numbers
        return tuple(sorted({n for family in code_families(code) for n in self._numbers("f " + family)}))

    def with_id(self, id_: str) -> int | None:
        """The number of the organisation with a ROR id (whole, or its last part) or an RNSR number."""
        numbers = self._numbers("i " + id_.rsplit("/", 1)[-1].casefold())
        return numbers[0] if numbers else None

    def _numbers(self, key: str) -> tuple[int, ...]:
        number = self._keys.get(key)
        if number is None:
            return ()
        start, end = int(self._key_starts[number]), int(self._key_starts[number + 1])
        return tuple(int(n) for n in self._key_values[start:end])


def build_index(
    path: Path, organisations: Iterable[Organisation], name: str, version: str, sources: Mapping[str, str]
) -> IndexHeader:
    """Writes the index of organisations to a file; the same organisations give the same bytes.

    Args:
        path: where to.
        organisations: in any order.
        name: of the registry, as `ror+rnsr`.
        version: of its release.
        sources: the SHA-256 of each file that they come from, by file name.

    Raises:
        RegistryError: the file can't be written.
    """
    header, sections = build_sections(ordered := in_order(organisations), name, version, sources)
    return write_index(path, header, sections | matching_sections(ordered))


def in_order(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Organisations in the order of their numbers."""
    return sorted(organisations, key=lambda o: (o.id, o.rnsr or ""))


def build_sections(
    organisations: Iterable[Organisation], name: str, version: str, sources: Mapping[str, str]
) -> tuple[IndexHeader, dict[str, bytes]]:
    """The header (without digest) and the sections of an index."""
    ordered = in_order(organisations)
    header = IndexHeader(
        name, version, {"organisations": len(ordered), "names": sum(len(o.names) for o in ordered)}, sources
    )
    return header, {**_record_sections(ordered), **_key_sections(ordered), **word_sections(ordered)}


def _record_sections(ordered: Sequence[Organisation]) -> dict[str, bytes]:
    records = [_encode(organisation) for organisation in ordered]
    return {"records": b"".join(records), "record-starts": _starts(records).astype("<u8").tobytes()}


def _key_sections(ordered: Sequence[Organisation]) -> dict[str, bytes]:
    keys: dict[str, list[int]] = defaultdict(list)
    for i, organisation in enumerate(ordered):
        for key in set(_keys(organisation)):
            keys[key].append(i)
    trie, values = _keyed(keys)
    return {
        "keys": trie.tobytes(),
        "key-starts": _starts(values).astype("<u4").tobytes(),
        "key-values": np.array([n for numbers in values for n in numbers], dtype="<u4").tobytes(),
    }


def _keys(organisation: Organisation) -> Iterator[str]:
    for name in organisation.names:
        if form := normal_form(name.text):
            yield "n " + form
    for code in organisation.codes:
        yield "c " + normal_code(code)
        yield from ("f " + family for family in code_families(code))
    for id_ in (organisation.ror, organisation.rnsr):
        if id_:
            yield "i " + id_.rsplit("/", 1)[-1].casefold()


def _keyed(keys: Mapping[str, list[int]]) -> tuple[marisa_trie.Trie, list[list[int]]]:
    """A trie of keys, and the values in the order of the trie's numbers."""
    trie = marisa_trie.Trie(sorted(keys))
    values: list[list[int]] = [[] for _ in keys]
    for key, numbers in keys.items():
        values[trie[key]] = numbers
    return trie, values


def _starts(parts: Sequence[Sequence[Any]]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(p) for p in parts], dtype=np.int64)]).astype(np.int64)


def _encode(organisation: Organisation) -> bytes:
    names = [[n.text, n.kind, n.language] for n in organisation.names]
    row = {f: v for f in _FIELDS if (v := getattr(organisation, f)) not in (None, ())}
    return json.dumps({"names": names, **row}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _decode(record: bytes) -> Organisation:
    row: dict[str, Any] = json.loads(record)
    names = tuple(Name(*n) for n in row.pop("names"))
    fields: dict[str, Any] = {f: tuple(v) if isinstance(v, list) else v for f, v in row.items()}
    fields.update(names=names, ror=row.get("ror"), rnsr=row.get("rnsr"))
    return Organisation(**fields)
