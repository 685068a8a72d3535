"""What is told of stories and galleries to other programs, in the words of their standards (docs/iiif.md)."""
