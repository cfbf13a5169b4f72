"""Keeps the libraries' own chatter off the terminal: what a user must know is an issue in the record."""

from __future__ import annotations

import logging
import warnings


def silence_libraries() -> None:
    """Drops log messages and warnings that nobody asked for; for programs, never on import."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
