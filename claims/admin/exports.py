"""Admin: the files that were made. They are kept, and only read."""

from django.contrib import admin

from claims.admin.doors import Door
from claims.models import Export
from claims.permissions import Act
from claims.records.acts import SubjectKind


@admin.register(Export)
class ExportAdmin(Door):
    """What was exported, from which filter, by whom."""

    subject = SubjectKind.EXPORT
    reading = Act.EXPORT

    list_display = ("id", "format", "rows", "filter", "made_by", "made_at")
    list_filter = ("format",)
    list_select_related = ("made_by",)
    ordering = ("-id",)
    fields = ("format", "rows", "filter", "sha256", "made_by", "made_at")
