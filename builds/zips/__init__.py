"""Zips of participants' videos: made in the background, told by mail, fetched by whoever may."""
