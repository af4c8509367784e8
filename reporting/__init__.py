"""A quarter's params and task export go in; the report that is circulated comes out."""
