"""Loads rule tables and checks every row's own examples.

A table is a TOML file with `[[rule]]` rows. Every row has `id`, `source` and either a `pattern` (a regular
expression whose named groups are field names), `terms` (a list of literal forms) or `clause` (a list of forms over the
slots of a clause, compiled by the relations step). Pattern and clause rows give examples both ways in `accepts` and
`rejects`; those of clause rows are marked sentences, which that step's tests read. Further keys of a row are its
fields, read by the step that uses the table.

A fragment that several patterns share (the names of the months) is written once, in the table's `[fragments]`, and
used as `{{name}}`; fragments may use those that stand before them. `Rule.pattern` holds the expanded expression.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from communique.errors import RuleError

_KNOWN = frozenset({"id", "pattern", "terms", "clause", "source", "accepts", "rejects", "flags"})


@dataclass(frozen=True)
class Rule:
    """One row of a table.

    `accepts` and `rejects` are whole examples: the pattern is searched in them. `fields` holds all other keys.
    """

    id: str
    source: str
    pattern: str = ""
    terms: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    flags: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        flags = re.IGNORECASE if "i" in self.flags else 0
        flags |= re.VERBOSE if "x" in self.flags else 0
        flags |= re.MULTILINE if "m" in self.flags else 0
        return re.compile(self.pattern, flags)


@dataclass(frozen=True)
class RuleTable:
    """The rows of one table in file order, and the file's other top-level keys."""

    name: str
    rules: tuple[Rule, ...]
    settings: Mapping[str, Any]

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(f"table {self.name!r} has no rule {rule_id!r}")

    def check_examples(self) -> list[str]:
        """One line for each example of a pattern row that does not hold."""
        failures: list[str] = []
        for rule in self.rules:
            if not rule.pattern:
                continue
            failures += [f"{rule.id} does not accept {e!r}" for e in rule.accepts if not rule.regex.search(e)]
            failures += [f"{rule.id} does not reject {e!r}" for e in rule.rejects if rule.regex.search(e)]
        return failures


@cache
def load_table(name: str) -> RuleTable:
    """The table `rules/NAME.toml`, checked for form (its examples are checked by the tests).

    Raises:
        RuleError: a row lacks a key, repeats an id, or has a pattern that does not compile or gives no examples.
    """
    raw = tomllib.loads(_table_bytes(name).decode("utf-8"))
    fragments = _expanded(name, raw.pop("fragments", {}))
    rules = tuple(_rule(name, _with_fragments(name, row, fragments)) for row in raw.pop("rule", []))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{name}.toml: rule {rule.id!r} stands twice; give one of them another id")
        seen.add(rule.id)
    return RuleTable(name, rules, MappingProxyType(raw))


def _expanded(table: str, fragments: dict[str, str]) -> dict[str, str]:
    expanded: dict[str, str] = {}
    for key, fragment in fragments.items():
        expanded[key] = f"(?:{_fill(f'{table}.toml: fragment {key!r}', fragment, expanded)})"
    return expanded


def _with_fragments(table: str, row: dict[str, Any], fragments: dict[str, str]) -> dict[str, Any]:
    if not row.get("pattern"):
        return row
    where = f"{table}.toml: rule {row.get('id', '(no id)')!r}"
    return {**row, "pattern": _fill(where, row["pattern"], fragments)}


def _fill(where: str, pattern: str, fragments: dict[str, str]) -> str:
    def named(match: re.Match[str]) -> str:
        if match[1] not in fragments:
            raise RuleError(f"{where} uses the fragment {match[1]!r}, which does not stand before it in [fragments]")
        return fragments[match[1]]

    return re.sub(r"\{\{([\w-]+)\}\}", named, pattern)


def _rule(table: str, row: dict[str, Any]) -> Rule:
    where = f"{table}.toml: rule {row.get('id', '(no id)')!r}"
    if not row.get("id") or not row.get("source"):
        raise RuleError(f"{where} needs an id and a source")
    if sum(bool(row.get(k)) for k in ("pattern", "terms", "clause")) != 1:
        raise RuleError(f"{where} needs one of pattern, terms and clause")
    if not row.get("terms") and not (row.get("accepts") and row.get("rejects")):
        raise RuleError(f"{where} needs examples in accepts and in rejects")
    rule = Rule(
        id=row["id"],
        source=row["source"],
        pattern=row.get("pattern", ""),
        terms=tuple(row.get("terms", ())),
        clause=tuple(row.get("clause", ())),
        accepts=tuple(row.get("accepts", ())),
        rejects=tuple(row.get("rejects", ())),
        flags=row.get("flags", ""),
        fields=MappingProxyType({k: v for k, v in row.items() if k not in _KNOWN}),
    )
    try:
        _ = rule.regex
    except re.error as error:
        raise RuleError(f"{where} has a pattern that does not compile: {error}") from error
    return rule


def table_names() -> tuple[str, ...]:
    """The names of all tables, sorted."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in files(__package__).iterdir() if f.name.endswith(".toml")))


@cache
def rules_digest() -> str:
    """The SHA-256 over all tables: part of every record, so that a diff can name the rules as a cause."""
    digest = hashlib.sha256()
    for name in table_names():
        digest.update(name.encode() + b"\0" + _table_bytes(name) + b"\0")
    return digest.hexdigest()


def _table_bytes(name: str) -> bytes:
    return files(__package__).joinpath(f"{name}.toml").read_bytes()
