"""API: the door for programs. What the pages show and do, by the same lists, services and permissions."""
