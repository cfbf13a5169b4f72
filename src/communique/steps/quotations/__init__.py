"""The quotations step: quoted speech and its speakers."""

from communique.steps.quotations.step import QuotationStep

__all__ = ["QuotationStep"]
