"""The table `inspections`: finding, meaning, rows."""
