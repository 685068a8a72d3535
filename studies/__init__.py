"""Labs and studies: their pages, workflow, moderation, permissions."""
