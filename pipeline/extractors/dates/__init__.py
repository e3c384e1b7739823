"""The table `dates`: finding, meaning, rows."""
