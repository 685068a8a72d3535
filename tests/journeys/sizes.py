"""How wide the windows are in which pages are looked at: a desk's, and a phone's."""

SIZES = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
