"""What a notebook holds: its data, tables, charts and sentences."""
