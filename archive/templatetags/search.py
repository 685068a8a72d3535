"""What a search shows in templates."""

from django import template

from archive.languages import language_name
from archive.templatetags.languages import marked

register = template.Library()
#: {{ result.title|heard }}: what is Said, with its language where it is not the page's.
register.filter("heard", marked)
#: {{ passage.language|language_name }}
register.filter(language_name)
