"""Plain web pages, routes and the gate in front of everything."""
