"""Training of the model of pairs that stands beside the relation rules."""
