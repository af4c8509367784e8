"""`tables.xlsx`: what goes into it, and how an accessible workbook is written."""
