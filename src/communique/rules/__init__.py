"""Rule tables: TOML files beside this module, and their loader."""

from communique.rules.loader import Rule, RuleTable, load_table, rules_digest, table_names

__all__ = ["Rule", "RuleTable", "load_table", "rules_digest", "table_names"]
