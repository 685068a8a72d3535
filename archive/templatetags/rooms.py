"""Addresses of an exhibition's rooms in templates."""

from django import template

from archive.addresses import room_url

register = template.Library()


@register.simple_tag(takes_context=True)
def room(context, exhibition, name, *args):
    """{% room exhibition "theme" theme.slug %}"""
    return room_url(exhibition, name, *args, request=context["request"])


#: The rooms in the exhibition's own navigation.
NAVIGATION = {
    "search": "Search",
    "themes": "Themes",
    "chains": "Chains",
    "keywords": "Keywords",
    "analysis": "Analysis",
    "connections": "Connections",
    "graph": "Graph",
    "timeline": "Timeline",
}


@register.simple_tag(takes_context=True)
def rooms_of(context, exhibition):
    """{% rooms_of exhibition as rooms %}: (title, address, whether one is in it) of each room."""
    request = context["request"]
    addresses = {title: room_url(exhibition, name, request=request) for name, title in NAVIGATION.items()}
    return [(title, url, request.path.startswith(url)) for title, url in addresses.items()]


@register.simple_tag(takes_context=True)
def with_page(context, number):
    """{% with_page 3 %}: this page's address with another page of its list."""
    asked = context["request"].GET.copy()
    asked["page"] = number
    return f"?{asked.urlencode()}"
