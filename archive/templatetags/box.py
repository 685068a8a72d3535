"""Addresses within an exhibition box."""

from django import template

from archive.box.writing import address_of_gallery, address_of_story

register = template.Library()
register.filter("gallery_address", address_of_gallery)
register.filter("story_address", address_of_story)
