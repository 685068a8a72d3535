"""The settings: `base` for every place where Vitrine runs, `test` for the tests."""
