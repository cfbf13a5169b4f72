"""What changed between two runs, two records or two releases: by what a fact says, never by where it stands.

The package can be called: `communique.diff(base, new)` is `communique.diff.compare.diff(base, new)`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """The public function `communique.diff` and this package have one name; so the package is the function too."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from communique.diff.compare import diff

        return diff(*args, **options)


sys.modules[__name__].__class__ = _Callable
