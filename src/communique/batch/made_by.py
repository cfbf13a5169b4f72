"""What the content of a run depends on besides its inputs, and which of it changed since an earlier run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

_NOT_EXTRACTION: Final = frozenset({"_models", "api.py", "batch", "cli", "diff", "evaluate", "review", "schema"})
"""What stands in the package and changes no record; models have digests of their own."""

_LIBRARIES: Final = (
    "beautifulsoup4", "charset-normalizer", "lxml", "numpy", "pdfminer.six", "pdfplumber", "phonenumbers", "pypdfium2",
    "spacy", "thinc",
)  # fmt: skip
"""Libraries whose next version may read the same bytes otherwise."""


def made_by(registry: str) -> dict[str, Any]:
    """The part of run.json that says what made the records.

    Args:
        registry: the label of the registry in use.
    """
    from communique.extractor import versions  # a second, which a run that is refused should not take

    return {
        "extractor": versions(registry).model_dump(mode="json"),
        "code": code_digest(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of `version`, `code`, `libraries`, `model`, `rules` and `registry` differ between two `made_by`."""
    found = [name for name in ("version",) if _part(before, name) != _part(now, name)]
    if not found and before.get("code") != now.get("code"):
        found.append("code")  # a new version has new code: that goes without saying
    if before.get("libraries") != now.get("libraries"):
        found.append("libraries")
    return (*found, *(name for name in ("model", "rules", "registry") if _part(before, name) != _part(now, name)))


def _part(made: Mapping[str, Any], name: str) -> Any:
    return (made.get("extractor") or {}).get(name)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # bundled without its metadata
        return "unknown"


@cache
def code_digest() -> str:
    """The start of the SHA-256 over the modules and tables that extraction is made of, rule tables aside."""
    digest = hashlib.sha256()
    for name, file in sorted(_sources(files("communique"), "")):
        digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, above: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if name in _NOT_EXTRACTION or entry.name == "__pycache__" or entry.name.startswith("."):
            continue
        if entry.is_dir():
            found += _sources(entry, f"{name}/")
        elif not entry.name.endswith((".pyc", ".toml")):  # rule tables have a digest of their own
            found.append((name, entry))
    return found
