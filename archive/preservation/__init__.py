"""Backups that can be proved whole, and their way back: BagIt bags, signed, checked before anything is
touched.
"""
