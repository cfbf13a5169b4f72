"""The contacts step: names, organisations, telephone numbers and addresses of the press contacts."""

from communique.steps.contacts.step import ContactStep

__all__ = ["ContactStep"]
