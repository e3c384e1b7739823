"""The table `roles`: finding, meaning, rows."""
