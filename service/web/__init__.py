"""The HTTP service. `create_app` makes it; docs/http.md explains it to those who call it."""

from service.web.app import create_app
from service.web.backend import Backend, Opener

__all__ = ["Backend", "Opener", "create_app"]
