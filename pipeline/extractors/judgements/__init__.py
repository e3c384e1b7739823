"""The table `judgements`: finding, meaning, rows."""
