"""The table `money`: finding, meaning, rows."""
