"""`python -m communique`: the same as the `communique` command."""

from __future__ import annotations

from communique.cli.main import run

if __name__ == "__main__":
    run()
