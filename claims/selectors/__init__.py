"""Selectors: reads that cross tables or shape data. They write nothing."""
