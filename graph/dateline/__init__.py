"""Documents as linked data: every triple shows the exact words that say it and the voice that says them."""

__version__ = "0.1.0"
