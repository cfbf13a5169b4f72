"""Persons: runs of capitalised words that a title, a first name, a role or a verb of saying makes a person."""

from communique.language.names.persons.find import PersonNames

__all__ = ["PersonNames"]
