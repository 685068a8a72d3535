# What was moved by 0004 goes, and addresses are unique from now on.

import archive.models.taxonomy
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0004_addresses_and_groups'),
    ]

    operations = [
        migrations.RemoveField(model_name='gallerypage', name='old_group'),
        migrations.AlterField(
            model_name='analysispoint',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='name', unique=True),
        ),
        migrations.AlterField(
            model_name='analysistype',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='name', unique=True),
        ),
        migrations.AlterField(
            model_name='chain',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='title', unique=True),
        ),
        migrations.AlterField(
            model_name='connectiontype',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='name', unique=True),
        ),
        migrations.AlterField(
            model_name='keyword',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='name', unique=True),
        ),
        migrations.AlterField(
            model_name='theme',
            name='slug',
            field=archive.models.taxonomy.AddressField(blank=True, editable=False, max_length=80, of='title', unique=True),
        ),
    ]
