"""Word lists that are part of the package; README.md says where they come from."""
