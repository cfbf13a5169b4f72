"""Building an index: dumps of ROR and tables of RNSR are read, joined with one another and with the curated core."""
