"""Facts of layout: lists under an introducing sentence, tables with named columns."""

from __future__ import annotations
