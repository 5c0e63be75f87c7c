"""All addresses; what they mean is said in sessions/urls.py."""

from django.urls import include, path

handler500 = "sessions.views.errors.broken"

urlpatterns = [path("", include("sessions.urls"))]
