"""Descriptions of media and stories from a spreadsheet, and back into one."""
