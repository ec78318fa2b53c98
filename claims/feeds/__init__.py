"""Feeds: what a feed reader comes for."""
