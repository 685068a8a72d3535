"""Fills what 0003 added: addresses from names, and the groups of participants that were a fixed list."""

from django.db import migrations

GROUPS = {"student": "student", "photographer": "photographer", "non-photographer": "not a photographer"}
ADDRESSED = ("AnalysisPoint", "AnalysisType", "Chain", "ConnectionType", "Keyword", "Theme")


def write_addresses(apps, schema_editor):
    for name in ADDRESSED:
        for row in apps.get_model("archive", name).objects.order_by("pk"):
            row.save(update_fields=["slug"])


def make_groups(apps, schema_editor):
    group = apps.get_model("archive", "ParticipationGroup").objects
    made = {
        code: group.create(name=name, sort_order=order).pk for order, (code, name) in enumerate(GROUPS.items())
    }
    GalleryPage = apps.get_model("archive", "GalleryPage")
    for code, pk in made.items():
        GalleryPage.objects.filter(old_group=code).update(participation_group=pk)
    # Drafts and older revisions keep the group as part of their content.
    pages = [str(pk) for pk in GalleryPage.objects.values_list("pk", flat=True)]
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(object_id__in=pages):
        if "participation_group" in revision.content:
            revision.content["participation_group"] = made.get(revision.content["participation_group"])
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_descriptions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(write_addresses, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
