"""Migrations: what a claim's words tell of deaths and accusations is unknown until somebody reads them for it.

The two columns are made anew, so that claims of an earlier release say that nobody knows; reading their documents
again fills them.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_a_removed_view_can_come_back")]

    operations = [
        migrations.RemoveIndex(model_name="claim", name="claim_grave_by_created"),
        migrations.RemoveField(model_name="claim", name="tells_of_death"),
        migrations.RemoveField(model_name="claim", name="accuses"),
        migrations.AddField(
            model_name="claim",
            name="tells_of_death",
            field=models.BooleanField(null=True, verbose_name="tells of death"),
        ),
        migrations.AddField(
            model_name="claim",
            name="accuses",
            field=models.BooleanField(null=True, verbose_name="accuses a named party"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                fields=["created", "id"],
                name="claim_grave_by_created",
                condition=Q(("tells_of_death", True), ("accuses", True), _connector="OR"),
            ),
        ),
    ]
