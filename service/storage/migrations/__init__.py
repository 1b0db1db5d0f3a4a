"""Revisions of the database, oldest first, applied by `service.storage.upgrade`."""
