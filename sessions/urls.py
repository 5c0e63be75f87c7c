"""All addresses. A page's commands, regions and socket stand below it, so its cookie reaches them and nothing else."""

from datetime import date

from django.urls import path
from django.views.generic import TemplateView
from django.views.i18n import set_language

import sessions.converters  # noqa: F401 - teaches the router what a key looks like
from sessions.accounts import views
from sessions.views import closing, command, console, dashboard, follow_up, join, pages, sheet, team_list, wall

#: When the statement on accessibility was last held against the screens.
CHECKED = {"checked": date(2026, 11, 22)}


urlpatterns = [
    path("", join.home, name="home"),
    path("join/<str:code>/", join.join, name="join"),
    path("join/<str:code>/knock/", join.knock, name="knock"),
    path("join/<str:code>/wait/<key:knock>/", join.wait, name="wait"),
    path("take-over/", join.take_over, name="take_over"),
    path("hello/<str:code>/", join.hello, name="hello"),
    path("return/", join.come_back, name="come_back"),
    path(
        "accessibility/", TemplateView.as_view(template_name="statement.html", extra_context=CHECKED), name="statement"
    ),
    path("language/", set_language, name="set_language"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("begin/<str:token>/", views.begin, name="begin"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/workshops/", dashboard.make_workshop, name="make_workshop"),
    path("dashboard/practice/", dashboard.make_practice, name="make_practice"),
    path("dashboard/workshops/<key:key>/erase/", dashboard.erase_workshop, name="erase_workshop"),
    path("seat/<key:key>/enter/<key:token>/", pages.enter_seat, name="enter_seat"),
    path("console/<key:key>/enter/<key:token>/", pages.enter_console, name="enter_console"),
    path("<kind:kind>/<key:key>/", pages.page, name="page"),
    path("<kind:kind>/<key:key>/regions/", pages.region, name="regions"),
    path("<kind:kind>/<key:key>/do/<str:action>/", command.command, name="command"),
    path("<kind:kind>/<key:key>/cover/", join.cover, name="cover"),
    path("<kind:kind>/<key:key>/seen/", console.seen, name="seen"),
    path("<kind:kind>/<key:key>/preview/", sheet.preview_list, name="preview"),
    path("<kind:kind>/<key:key>/team-list/", team_list.team_list, name="team_list"),
    path("<kind:kind>/<key:key>/swap-list.<str:suffix>", closing.swap_list, name="swap_list"),
    path("<kind:kind>/<key:key>/table.svg", closing.picture, name="picture"),
    path("<kind:kind>/<key:key>/hand-over/", closing.hand_over_page, name="hand_over"),
    path("<kind:kind>/<key:key>/hand-over.<str:suffix>", closing.hand_over_file, name="hand_over_file"),
    path("<kind:kind>/<key:key>/follow-up/", follow_up.page, name="follow_up"),
    path("<kind:kind>/<key:key>/wall/", wall.page, name="wall"),
    path("<kind:kind>/<key:key>/comeback/", follow_up.make_comeback, name="make_comeback"),
    path("<kind:kind>/<key:key>/journal/", console.journal, name="journal"),
    path("<kind:kind>/<key:key>/ruilvoorstel/", console.ruilvoorstel, name="ruilvoorstel"),
    path("<kind:kind>/<key:key>/paper/", console.paper, name="paper"),
    path("<kind:kind>/<key:key>/copy/", console.copy, name="copy"),
]
