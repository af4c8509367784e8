"""Reports from their inputs to their published folders: planned, built, described, verified."""
