"""The stages of a build: resolve, fetch, image, compile, publish, switch, notify."""
