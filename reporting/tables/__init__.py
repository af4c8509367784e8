"""The report's tables: what they hold, and `tables.xlsx`, an accessible workbook of them."""
