"""Texts in two languages, and the forms of numbers, dates and quarters."""
