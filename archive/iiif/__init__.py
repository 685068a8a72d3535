"""IIIF Presentation 3: stories as manifests that any IIIF viewer can show (docs/iiif.md)."""
