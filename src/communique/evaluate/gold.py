"""Gold folders: `gold.json` and the releases that it describes, one case each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from communique.errors import GoldError
from communique.findings import EntityKind, Language, Predicate, Role, Status
from communique.records import normal_name

FORMATS: Final = {".html": "html", ".pdf": "pdf"}


class _Row(BaseModel):
    # Gold files carry remarks for their writers; a key that is not read here is no mistake.
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldEntity(_Row):
    """One named thing that a careful reader writes down."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    ror: str | None = None

    @cached_property
    def forms(self) -> frozenset[str]:
        """The name and the aliases, as compared."""
        return frozenset(normal_name(form) for form in (self.name, *self.aliases))


class GoldFact(_Row):
    """One fact; subject and object are names of entities, except founded_on's date."""

    subject: str
    predicate: Predicate
    object: str
    role: Role | None = None
    status: Status = "asserted"
    via_footnote: str | None = None


class GoldFootnote(_Row):
    """One callout, or a note without callout (`after` is None)."""

    label: str
    after: str | None = None
    note: str | None = None


class Gold(_Row):
    """What `gold.json` says of one release."""

    language: Language
    title: str | None = None
    date: str | None = None
    dateline_place: str | None = None
    entities: tuple[GoldEntity, ...] = ()
    facts: tuple[GoldFact, ...] = ()
    footnotes: tuple[GoldFootnote, ...] = ()
    optional_entities: tuple[str, ...] = ()
    optional_facts: tuple[GoldFact, ...] = ()
    not_facts: tuple[GoldFact, ...] = ()
    not_callouts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One release of a gold folder."""

    path: Path
    gold: Gold

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def format(self) -> str:
        return FORMATS[self.path.suffix]


def load_gold(path: Path) -> Gold:
    """The gold of a `gold.json`.

    Raises:
        GoldError: the file is missing or not in the form that the annotation guide gives.
    """
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GoldError(f"{path}: {where + ': ' if where else ''}{first['msg']}") from error


def find_cases(folders: Iterable[Path], pattern: str = "*") -> tuple[Case, ...]:
    """All releases of the gold folders among `folders` and below them, sorted by path within each.

    Args:
        folders: gold folders, or folders that hold some at any depth.
        pattern: which release files count, as a glob over file names.

    Raises:
        GoldError: a folder is missing or holds no gold, or a gold.json is malformed.
    """
    cases: dict[Path, Case] = {}
    for folder in folders:
        if not folder.is_dir():
            raise GoldError(f"{folder}: there is no such folder; name one that holds gold.json and releases")
        golds = sorted(folder.rglob("gold.json"))
        if not golds:
            raise GoldError(f"{folder}: no gold.json in it or below it")
        for case in _cases_of(golds, pattern):
            cases.setdefault(case.path, case)
    if not cases:
        raise GoldError(f"no release matches {pattern!r} beside a gold.json; releases are *.html and *.pdf")
    return tuple(cases.values())


def _cases_of(golds: Iterable[Path], pattern: str) -> Iterator[Case]:
    for path in golds:
        gold = load_gold(path)
        for release in sorted(path.parent.glob(pattern)):
            if release.suffix in FORMATS:
                yield Case(release, gold)
