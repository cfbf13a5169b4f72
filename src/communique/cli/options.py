"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

RegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry",
        metavar="PATH",
        help="The index of organisations to link to, or `core`; by default $COMMUNIQUE_REGISTRY, else the index that "
        "`communique registry build` made, else the core that comes with the package.",
        show_default=False,
    ),
]

ConfidenceOption = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="SHARE",
        min=0.0,
        max=1.0,
        help="Leave out facts that are less sure: of those given at 0.9 about nine in ten are right.",
        show_default=False,
    ),
]


def require_registry(registry: str | None) -> None:
    """Ends with a usage error when the registry in use can't be opened, before any work is done."""
    from communique.cli.trouble import usage_error
    from communique.errors import RegistryError
    from communique.registry.location import open_registry

    try:
        open_registry(registry)
    except RegistryError as error:
        usage_error(str(error))
