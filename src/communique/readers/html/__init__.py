"""Reads HTML pages: see `read_html`."""

from communique.readers.html.reader import read_html

__all__ = ["read_html"]
