"""Many inputs: finding and reading them, worker processes, the run folder."""
