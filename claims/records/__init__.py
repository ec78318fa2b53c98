"""Records: frozen values and enums that travel between rooms. Plain Python; imports nothing of ours."""
