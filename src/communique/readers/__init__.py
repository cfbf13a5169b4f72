"""Bytes to `Document`: one reader a format, chosen by content."""

from communique.readers.detect import read

__all__ = ["read"]
