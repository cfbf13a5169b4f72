"""Links entities to the organisations of a registry."""

from communique.steps.linking.step import LinkStep

__all__ = ["LinkStep"]
