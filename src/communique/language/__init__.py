"""Languages: which one a release is in, its dates, and the spaCy pipelines that find names in it."""
