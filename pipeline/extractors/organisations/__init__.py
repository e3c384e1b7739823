"""The table `organisations`: finding, meaning, rows."""
