"""What is published is exhibited already; and each exhibition has the moderation of galleries."""

from django.db import migrations


def exhibit(apps, schema_editor):
    GalleryPage = apps.get_model("archive", "GalleryPage")
    GalleryLifecycle = apps.get_model("archive", "GalleryLifecycle")
    GalleryLifecycle.objects.bulk_create(
        GalleryLifecycle(gallery=gallery, state="exhibited" if gallery.live else "draft")
        for gallery in GalleryPage.objects.order_by("pk").iterator()
    )


def moderate(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Task = apps.get_model("archive", "GalleryReviewTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")

    task_type, _ = ContentType.objects.get_or_create(app_label="archive", model="galleryreviewtask")
    task = Task.objects.create(name="Gallery review", content_type=task_type)
    workflow = Workflow.objects.create(name="Gallery moderation")
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for exhibition in apps.get_model("archive", "ExhibitionPage").objects.order_by("pk"):
        WorkflowPage.objects.get_or_create(page_id=exhibition.pk, defaults={"workflow": workflow})


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_gallery_lifecycle"), ("wagtailcore", "0089_log_entry_data_json_null_to_object")]
    operations = [
        migrations.RunPython(exhibit, migrations.RunPython.noop),
        migrations.RunPython(moderate, migrations.RunPython.noop),
    ]
