"""From text to graded terms with offsets: pure functions, no file and no network."""
