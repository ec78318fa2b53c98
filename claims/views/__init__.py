"""Views: doors. Something comes in, one service or selector is asked, something goes out."""
