"""Articles as sent → articles as read: their text, their date, and what of it is the story."""

from service.articles.decoding import decode
from service.articles.reading import read
from service.articles.segmentation import segment

__all__ = ["decode", "read", "segment"]
