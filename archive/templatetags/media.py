"""Links to private media in templates; none of them asks the database or the network."""

from django import template

from archive import links
from archive.links import srcset, viewers

register = template.Library()


@register.simple_tag(takes_context=True)
def media_link(context, item, **moments):
    """{% media_link item %}, {% media_link item not_after=grant_end %}: for who asks for the page."""
    return links.media_link(item, viewer=viewers.of(context.get("request")), **moments)


#: {% thumbnail_link item "card" %}
register.simple_tag(links.thumbnail_link)
#: srcset="{% thumbnail_srcset item "card" %}", with {% thumbnail_link item "card" %} as the src
register.simple_tag(srcset.by_density, name="thumbnail_srcset")
#: srcset="{% photo_srcset item %}" sizes="…", with {% thumbnail_link item "poster" %} as the src
register.simple_tag(srcset.by_width, name="photo_srcset")
