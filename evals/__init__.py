"""The eval suite: references, scorers, runs, and comparisons that know their limits."""
