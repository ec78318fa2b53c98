"""Urls: every address of the app."""

urlpatterns: list[object] = []
