"""The participants' galleries, stories and media: exhibition, access, signed links, edge."""
