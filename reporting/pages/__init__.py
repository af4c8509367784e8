"""What a reviewer opens: the page, its PDF, and the index of all reports."""
