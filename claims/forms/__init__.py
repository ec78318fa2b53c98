"""Forms: what people fill in, and how it becomes the values that services take."""
