"""An experiment's way from a repository to a served bundle."""
