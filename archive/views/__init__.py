"""What the exhibition serves beside its Wagtail pages, one noun a file."""
