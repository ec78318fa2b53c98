"""Models: phrases that the desk uses again and again as reasons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.records.checking import PhraseUse


class Phrase(models.Model):
    """A reason that can be chosen instead of typed. One that is no longer ``in_use`` is not offered."""

    use = models.CharField(_("used for"), max_length=12, choices=labels.of(PhraseUse))
    words = models.CharField(_("words"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("use", "position", "id")
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="a_phrase_has_words"),
            models.UniqueConstraint(fields=("use", "words"), name="a_phrase_is_there_once"),
        )

    def __str__(self) -> str:
        return self.words
