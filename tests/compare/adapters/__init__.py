"""One small program per peer, run by the peer's own interpreter; peers are imported only when one runs."""
