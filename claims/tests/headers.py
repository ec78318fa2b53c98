"""Tests: what every answer must tell a browser, whatever it was asked."""

from typing import Any

# Each header with what it may say; a single page may be stricter than the rest.
EVERYWHERE = {
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("DENY",),
    "Referrer-Policy": ("same-origin", "no-referrer"),
    "Cross-Origin-Opener-Policy": ("same-origin",),
    "Cross-Origin-Resource-Policy": ("same-origin",),
    "Cache-Control": ("no-store, private",),
}


def check_headers(answer: Any) -> None:
    """An answer of ours, static files apart, is told to be handled with care."""
    for name, values in EVERYWHERE.items():
        assert answer[name] in values, name
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
