"""Puts Vitrine's front page in the place of Wagtail's welcome page."""

from django.db import migrations


def create_front_page(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")

    welcome = Page.objects.get(depth=2, slug="home")
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    front = HomePage.objects.create(
        title="Vitrine",
        draft_title="Vitrine",
        slug="home",
        content_type=content_type,
        locale=Locale.objects.get(),
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        show_in_menus=True,
        tagline="A private archive, an exhibition, and a place for studies.",
    )
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_pages"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(create_front_page, migrations.RunPython.noop)]
