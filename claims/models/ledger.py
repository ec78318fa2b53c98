"""Models: what the ledger keeps beside its lines. None of it is needed to read the lines; all of it can be checked."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StateSalt(models.Model):
    """What is mixed into the hash of a subject's state in its last line, ``sequence``.

    The salt is made anew with each line and the former one is gone. So nobody who has an old line can find out by
    guessing what was there when it was written: a name that is sealed or erased with an act leaves the ledger too.
    """

    subject_kind = models.CharField(max_length=10)
    subject_id = models.PositiveBigIntegerField()
    sequence = models.PositiveBigIntegerField()
    salt = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("salt of a state")
        verbose_name_plural = _("salts of states")
        constraints = (models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="a_subject_has_one_state"),)

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class Checkpoint(models.Model):
    """A signed statement of what the ledger was when it had ``size`` lines.

    ``full`` are the roots of the complete subtrees, in hexadecimal digits: from there the next one goes on.
    """

    size = models.PositiveBigIntegerField(primary_key=True)
    note = models.TextField()
    full = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("size",)
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        return str(self.size)


class LedgerCheck(models.Model):
    """That the whole ledger was checked: up to which line, and how many faults were found.

    ``found`` are the first of them, as a JSON list of fault, line, kind and number of the subject.
    """

    size = models.PositiveBigIntegerField()
    faults = models.PositiveIntegerField()
    found = models.TextField(default="[]")
    checked_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)
        verbose_name = _("check of the ledger")
        verbose_name_plural = _("checks of the ledger")

    def __str__(self) -> str:
        return str(self.size)
