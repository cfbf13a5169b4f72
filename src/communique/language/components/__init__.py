"""Our spaCy components; importing this package registers their factories."""
