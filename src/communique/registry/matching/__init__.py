"""Organisations in affiliation strings: words, names found by their keys, evidence, choice."""
