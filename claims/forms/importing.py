"""Forms: a story that comes in, pasted or as a file, with what is known of it."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from claims.errors import Refusal, Refused
from claims.forms.documents import FactsForm
from claims.forms.words import VersionForm, WordsField, sent_again
from claims.importers import pasted, read
from claims.models import Document
from claims.records.documents import ReceivedText

_NUMBER_OF_A_DOCUMENT = re.compile(r"(?:.*/documents/)?0*(?P<pk>[0-9]{1,15})/?", re.DOTALL)


class TextForm(VersionForm):
    """A text: pasted, or in a file. ``kept_from`` names a file whose text was put into the box so as not to be lost."""

    text = WordsField(
        label=_("Text of the story"),
        help_text=_("Headline and all. Nothing is tidied; line breaks stay."),
        widget=forms.Textarea(attrs={"rows": 12, "class": "words", "dir": "auto", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Text file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "upload", "accept": ".txt,.text,.md,text/plain,text/markdown"}),
    )
    encoding = WordsField(
        label=_("Encoding of the file"),
        help_text=_("Only if it was read wrongly or not at all: for example utf-8, windows-1252, windows-1256."),
    )
    kept_from = WordsField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        """Take what a form takes, and the most bytes that a text may have."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.limit = limit
        self.fields["file"].help_text = _("Plain text, at most %(limit)s. Choose it, or drop it here.") % {
            "limit": filesizeformat(limit)
        }

    def clean(self) -> None:
        """Take a text or a file, not both: nobody could tell which one is meant."""
        cleaned = self.cleaned_data
        if cleaned.get("file") and cleaned.get("text", "").strip() and not cleaned.get("kept_from"):
            self.add_error("file", _("There is a text in the box as well. Empty the box, or choose no file."))

    def received(self) -> ReceivedText:
        """The text that came, from the file where there is one. Refuses what cannot be read as a text with words."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        return pasted(self.cleaned_data["text"], limit=self.limit) if file is None else self._read(file)

    def let_go_of_file(self, text: str) -> None:
        """After a refusal a browser has let go of the file. Its ``text``, where it is one, goes into the box."""
        file: Any = self.files["file"]
        name = file.name
        if text:
            self.data = {**{key: self.data[key] for key in self.data}, "text": text, "kept_from": name}
            sentence = _(
                "Browsers forget a file: “%(name)s” has to be chosen again. Its text stands in the box above; "
                "sent from there it is kept as pasted."
            )
        else:
            sentence = _("Browsers forget a file: choose “%(name)s” again, or another one.")
        self.add_error("file", sentence % {"name": name})

    def _read(self, file: "UploadedFile[Any]") -> ReceivedText:
        if file.size is None or file.size > self.limit:  # before it is all read into memory
            raise Refused(Refusal.TEXT_TOO_LARGE, field="file", size=file.size, limit=self.limit)
        return read(
            file.read(),
            limit=self.limit,
            name=file.name or "",
            media_type=file.content_type or "",
            declared=self.cleaned_data["encoding"].strip() or None,
        )


class PasteForm(TextForm):
    """The box of the desk: just a text. It is sent to the page for imports, which asks for everything else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a text form takes."""
        super().__init__(*args, **{"auto_id": "paste_%s", **kwargs})
        self.fields["text"].widget.attrs["rows"] = 5


class ImportForm(TextForm, FactsForm):
    """A story that comes in as a new document, or as a new version of one that is here.

    ``shown`` is the document that was shown for its number, at the version of the form.
    """

    of = WordsField(
        label=_("New version of"),
        help_text=_("The number or the address of a document that is here. Empty: this is a new document."),
    )
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_of(self) -> int | None:
        """The number of the document meant; None for a new one."""
        said = self.cleaned_data["of"].strip()
        if not said:
            return None
        found = _NUMBER_OF_A_DOCUMENT.fullmatch(said)
        if found is None:
            raise forms.ValidationError(_("Give the number of a document, or copy the address of its page."))
        return int(found["pk"])

    def clean(self) -> None:
        """A new version keeps the facts of its document; they are changed there."""
        super().clean()
        if self.cleaned_data.get("of") and not self.errors and self.has_facts():
            self.add_error(
                "of",
                _("A new version keeps the facts of its document. Empty the facts below, or leave this field empty."),
            )

    def show(self, document: Document) -> None:
        """Say which document the number means. Sent again the text goes there; everything typed stays."""
        self.data = sent_again(self, shown=document.pk, version=document.version)
        sentence = _("This is “%(title)s”. Send it once more, and the text is its next version.")
        self.add_error("of", sentence % {"title": document.our_title})


class NewVersionForm(TextForm):
    """A text that comes in as the next version of the document whose page led here."""

    because = WordsField(label=_("Why"), help_text=_("For example: correction sent by the agency."))
