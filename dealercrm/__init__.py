"""The project: settings, urls, Celery and the embedded servers. Imported by nobody.

Empty, because the launcher starts from here before anything but Python is known to be there;
the Celery app is loaded with the other apps (apps.py).
"""
