"""communique: press releases of research institutions, PDF and HTML, to validated, source-grounded records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.api import diff, extract, extract_many, load
    from communique.diff.changes import Change, Diff
    from communique.errors import CommuniqueError, DiffError, PipelineError, ReadError, RuleError
    from communique.records import Release
    from communique.registry.matching.matcher import Link
    from communique.registry.matching.strings import link, link_many

__all__ = [
    "Change",
    "CommuniqueError",
    "Diff",
    "DiffError",
    "Link",
    "PipelineError",
    "ReadError",
    "Release",
    "RuleError",
    "diff",
    "extract",
    "extract_many",
    "link",
    "link_many",
    "load",
]

_HOMES = {
    "Change": "communique.diff.changes",
    "CommuniqueError": "communique.errors",
    "Diff": "communique.diff.changes",
    "DiffError": "communique.errors",
    "Link": "communique.registry.matching.matcher",
    "PipelineError": "communique.errors",
    "ReadError": "communique.errors",
    "RuleError": "communique.errors",
    "Release": "communique.records",
    "diff": "communique.diff",
    "extract": "communique.api",
    "extract_many": "communique.api",
    "link": "communique.registry.matching.strings",
    "link_many": "communique.registry.matching.strings",
    "load": "communique.api",
}

# Functions that are packages as well: whichever is imported first, `communique.diff` is one and the same thing.
_PACKAGES = frozenset({"diff"})


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first asked for, so that `communique --help` stays fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name in _PACKAGES:
        return import_module(_HOMES[name])  # which binds the name itself
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
