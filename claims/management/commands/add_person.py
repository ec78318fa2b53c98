"""Management: add somebody with a role, and above all the first chief, who can add the others from the back office."""

import sys
from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from claims.choices import refusals
from claims.errors import Refused
from claims.records.acts import Role, command
from claims.services import people


class Command(BaseCommand):
    """Ask for a password twice, or read it from a pipe, and add the person."""

    help = "Adds somebody with a role. Asks for their password; with --password-from-stdin it reads one line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it is, and where the password comes from."""
        parser.add_argument("name", help="what they sign in with")
        parser.add_argument("--role", choices=[role.value for role in Role], required=True)
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--password-from-stdin", action="store_true")

    def handle(self, *_args: object, **options: str) -> None:
        """Add them, or say in a sentence why not."""
        password = sys.stdin.readline().rstrip("\r\n") if options["password_from_stdin"] else self._asked()
        names = {"first_name": options["first_name"], "last_name": options["last_name"]}
        try:
            validate_password(password, User(username=options["name"], **names))
            user = people.make(
                by=command("add_person"),
                username=options["name"],
                role=Role(options["role"]),
                password=password,
                **names,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        self.stdout.write(f"{user.username} can sign in as {options['role']}.")

    def _asked(self) -> str:
        password = getpass("Password: ")
        if password != getpass("Password (again): "):
            raise CommandError("The two passwords differ. Nobody was added.")
        return password
