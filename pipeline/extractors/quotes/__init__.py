"""The table `quotes`: finding, meaning, rows."""
