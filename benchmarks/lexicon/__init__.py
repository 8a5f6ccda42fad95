"""Building of the German word lists in hub/language/data: ``python -m benchmarks.lexicon``."""
