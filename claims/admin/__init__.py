"""Admin: the back office. A door: roles are asked for, services act, and every act leaves its Events."""

from claims.admin import claims, documents, events, exports, notes, people, phrases, site, sources

__all__ = ["claims", "documents", "events", "exports", "notes", "people", "phrases", "site", "sources"]
