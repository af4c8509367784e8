"""What an indicator is, and what it computes for all cells at once."""
