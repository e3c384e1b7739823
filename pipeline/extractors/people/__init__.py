"""The table `people`: finding, meaning, rows."""
