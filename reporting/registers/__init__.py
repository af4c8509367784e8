"""An export as the software gives it becomes a clean register, or every mistake in it."""
