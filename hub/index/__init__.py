"""The search engine: a port that speaks our model, and the embedded engine behind it."""
