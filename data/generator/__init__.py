"""Writes the synthetic task registers; `data/README.md` says what is published and what is made up."""
