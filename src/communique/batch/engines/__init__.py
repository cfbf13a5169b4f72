"""Who does the work: worker processes on this machine, or on many. Each engine gives outcomes as they come."""
