"""The embedded edge: stands in for CloudFront and Cloudinary where none is configured (docs/links.md)."""
