"""The index that the exhibition is searched by, with each database's own full text index over it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from archive.search import fulltext


def make(apps, schema_editor):
    fulltext.make()


def drop(apps, schema_editor):
    fulltext.drop()


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_consent"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="SearchPlace",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("title", "title"),
                            ("description", "title or description"),
                            ("transcript", "transcript"),
                        ],
                        max_length=11,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "language"), name="one_place_per_source_and_language"
                    ),
                    models.CheckConstraint(
                        condition=Q(number__lt=1024), name="search_place_fits_into_a_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.searchplace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(number=F("page_id") * 1024 + F("place_id")),
                        name="search_document_is_numbered_by_page_and_place",
                    )
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
