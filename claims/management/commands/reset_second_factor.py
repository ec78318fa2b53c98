"""Management: take off the second factor of somebody who lost the phone, where no chief can at the back office."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from claims.choices import refusals
from claims.errors import Refused
from claims.records.acts import command
from claims.services import second_factor


class Command(BaseCommand):
    """Take it off, end their sessions, and leave an Event with the reason."""

    help = "Takes off the second factor of somebody, as when the only chief lost the phone. Their sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and why."""
        parser.add_argument("name", help="what they sign in with")
        parser.add_argument("--because", required=True, help="why; others read it in the history")

    def handle(self, *_args: object, **options: str) -> None:
        """Take it off, or say in a sentence why not."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Nobody here signs in as {options['name']}.")
        try:
            second_factor.reset(user.pk, by=command("reset_second_factor"), because=options["because"])
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        self.stdout.write(f"{user.username} signs in with the password alone now, and can turn it on again.")
