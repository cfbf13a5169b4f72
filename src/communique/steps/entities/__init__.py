"""The entities step: who and what a release names."""

from communique.steps.entities.step import EntityStep

__all__ = ["EntityStep"]
