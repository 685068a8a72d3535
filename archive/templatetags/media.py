"""Links to private media in templates; none of them asks the database or the network."""

from django import template

from archive import links
from archive.links import srcset

register = template.Library()
#: {% media_link item %}, {% media_link item not_after=grant_end %}
register.simple_tag(links.media_link)
#: {% thumbnail_link item "card" %}
register.simple_tag(links.thumbnail_link)
#: srcset="{% thumbnail_srcset item "card" %}", with {% thumbnail_link item "card" %} as the src
register.simple_tag(srcset.by_density, name="thumbnail_srcset")
#: srcset="{% photo_srcset item %}" sizes="…", with {% thumbnail_link item "poster" %} as the src
register.simple_tag(srcset.by_width, name="photo_srcset")
