"""Facts: which laboratory is run by, shared by, housed in or grown out of which institution, when and where."""

from communique.steps.relations.step import RelationStep

__all__ = ["RelationStep"]
