"""The footnotes step: one model of callouts and notes for HTML and PDF."""

from communique.steps.footnotes.step import FootnoteStep

__all__ = ["FootnoteStep"]
