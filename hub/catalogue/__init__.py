"""The catalogue: files of `collections/` to resources and back."""
