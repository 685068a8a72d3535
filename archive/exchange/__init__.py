"""One gallery as a BagIt bag that another archive can read, and another Vitrine can take in.

`data/gallery.json` is what is taken in again; beside it lie the same for people and other programs: JSON-LD,
WebVTT, and the media under their keys. What is exported, imported and exported again is the same, file by
file.
"""

FILE = "gallery.json"
#: Of the layout; one that this Vitrine does not know is refused.
FORMAT = 1
MEDIA, CAPTIONS = "media/", "captions/"
