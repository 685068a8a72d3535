"""Where uploads are read and cleaned: a process of its own, which knows no database, storage or secret."""
