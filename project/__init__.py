"""How this installation is put together: settings, addresses, and the door for the web server."""
