"""Other tools on the same gold: `make compare`."""
