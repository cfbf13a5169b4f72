"""Scores records against gold: what was found, missed and found falsely."""

from communique.evaluate.gold import Case, Gold, find_cases, load_gold
from communique.evaluate.report import Report
from communique.evaluate.scoring import DocumentScore, Judgement, score_document

__all__ = ["Case", "DocumentScore", "Gold", "Judgement", "Report", "find_cases", "load_gold", "score_document"]
