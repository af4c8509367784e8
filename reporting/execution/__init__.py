"""Papermill executes the notebook: in the usual kernel, or in one that starts warm."""
