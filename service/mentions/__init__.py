"""Who is who in one article: people, bodies, countries, documents, and how they are referred to."""

from service.mentions.entities import find_entities

__all__ = ["find_entities"]
