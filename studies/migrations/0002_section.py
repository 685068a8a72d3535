"""Makes the section of studies with its moderation in Wagtail."""

from django.db import migrations


def create_section(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    StudyIndexPage = apps.get_model("studies", "StudyIndexPage")
    StudyReviewTask = apps.get_model("studies", "StudyReviewTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")

    front = HomePage.objects.get(path="00010001")
    index_type, _ = ContentType.objects.get_or_create(app_label="studies", model="studyindexpage")
    section = StudyIndexPage.objects.create(
        title="Studies",
        draft_title="Studies",
        slug="studies",
        content_type=index_type,
        locale=front.locale,
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/studies/",
        show_in_menus=True,
    )
    front.numchild += 1
    front.save()

    task_type, _ = ContentType.objects.get_or_create(app_label="studies", model="studyreviewtask")
    task = StudyReviewTask.objects.create(name="Study review", content_type=task_type)
    workflow = Workflow.objects.create(name="Study moderation")
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=section.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0001_initial"),
        ("home", "0003_front_page"),
    ]
    operations = [migrations.RunPython(create_section, migrations.RunPython.noop)]
