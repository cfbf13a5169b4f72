"""Organisations: the curated core, and what is built from a registry."""
