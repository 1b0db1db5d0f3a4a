"""Communiqué: rounds of talks and quotations, out of news articles. Start at `pipeline`."""

__version__ = "0.1.0"
