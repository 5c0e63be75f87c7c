"""All addresses; what they mean is said in sessions/urls.py."""

from django.urls import include, path

handler500 = "sessions.middleware.error_pages.broken"

urlpatterns = [path("", include("sessions.urls"))]
