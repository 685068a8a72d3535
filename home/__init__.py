"""The front door: users, sign-in, landing page, navigation, outgoing mail."""
