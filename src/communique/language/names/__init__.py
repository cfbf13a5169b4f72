"""Names in running text: rules that propose spans, and the choice among them."""
