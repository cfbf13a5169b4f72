"""What changed between two runs, two records or two releases: by what a fact says, never by where it stands."""
