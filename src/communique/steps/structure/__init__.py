"""The structure step: language, headline, date, place, issuers, blocks."""

from communique.steps.structure.step import StructureStep

__all__ = ["StructureStep"]
