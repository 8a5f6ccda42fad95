"""A knowledge hub and search engine for crime prevention and urban security."""

import os

__version__ = "0.1.0"

# Before numpy is loaded: the threads of its number library spin for a while after each product of
# matrices, and on a small server they take that from whoever reads files.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
