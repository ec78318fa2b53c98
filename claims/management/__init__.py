"""Management: commands, and what is set up after every migrate (Django imports this package before it migrates)."""

from django.apps import AppConfig
from django.contrib.auth.models import Group
from django.db import connections
from django.db.models.signals import post_migrate

from claims import search
from claims.models import guards
from claims.records.acts import Role


def after_migrate(sender: AppConfig, *, using: str, **_kwargs: object) -> None:
    """Make the triggers and the search index, which no migration keeps, and the groups of people."""
    if sender.label == "claims":
        guards.install(connections[using])
        search.install(connections[using])
        for role in Role:
            Group.objects.using(using).get_or_create(name=role.value)


post_migrate.connect(after_migrate, dispatch_uid="claims.after_migrate")
