"""Catalogues are extracted, merged, compiled and checked without the gettext programs."""

import polib
import pytest

from dealercrm.translations import catalogues

PAGE = """
{% load i18n %}
  <h1>{% translate "Calls" %}</h1>
    {% blocktranslate trimmed count n=n %}
      {{ n }} call
    {% plural %}
      {{ n }} calls
    {% endblocktranslate %}
<p>{% translate "May" context "month" %} {{ _("Late") }}</p>
"""
CODE = """
from django.utils.translation import gettext_lazy as _, npgettext, pgettext

title = _("Calls")
one = pgettext("verb", "Call")
many = npgettext("past", "%(n)d day ago", "%(n)d days ago", 2)
"""


@pytest.fixture
def project(tmp_path):
    """A small project: one app with a page and some code, and a login page."""
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "apps.py").write_text("")
    (tmp_path / "calls" / "views.py").write_text(CODE)
    (tmp_path / "templates" / "calls").mkdir(parents=True)
    (tmp_path / "templates" / "calls" / "call_list.html").write_text(PAGE)
    (tmp_path / "templates" / "base.html").write_text("{% load i18n %}{% translate 'Skip' %}")
    return tmp_path


def translate(project, app, language, **texts):
    path = catalogues.po_path(project, app, language)
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            forms = catalogues.PLURAL_COUNT[language]
            entry.msgstr_plural = dict.fromkeys(range(forms), entry.msgid_plural)
        else:
            entry.msgstr = texts.get(entry.msgid, f"{entry.msgid} in {language}")
    catalogue.save()


def translate_everything(project):
    for app in ("calls", "dealercrm"):
        for language in catalogues.PLURAL_FORMS:
            translate(project, app, language)


def entries(project, app="calls", language="ru"):
    return catalogues.load(catalogues.po_path(project, app, language))


def test_texts_are_found_in_code_and_templates_with_context_and_plural(project):
    catalogues.update(project)

    assert set(entries(project)) == {
        (None, "Calls", None),
        ("verb", "Call", None),
        ("past", "%(n)d day ago", "%(n)d days ago"),
        (None, "%(n)s call", "%(n)s calls"),
        ("month", "May", None),
        (None, "Late", None),
    }
    assert set(entries(project, "dealercrm")) == {(None, "Skip", None)}


def test_plural_forms_are_those_of_the_language(project):
    catalogues.update(project)
    plural = (None, "%(n)s call", "%(n)s calls")

    assert sorted(entries(project, language="ru")[plural].msgstr_plural) == [0, 1, 2]
    assert sorted(entries(project, language="zh_Hans")[plural].msgstr_plural) == [0]


def test_merging_keeps_translations_and_a_second_time_changes_nothing(project):
    catalogues.update(project)
    translate_everything(project)
    catalogues.update(project)

    assert catalogues.update(project) == 0
    assert entries(project)[(None, "Calls", None)].msgstr == "Calls in ru"


def test_a_text_known_elsewhere_is_filled_in(project):
    catalogues.update(project)
    translate_everything(project)
    (project / "calls" / "forms.py").write_text('gettext("Skip")')

    catalogues.update(project)

    assert entries(project)[(None, "Skip", None)].msgstr == "Skip in ru"


def test_a_complete_project_passes_the_check(project):
    catalogues.update(project)
    translate_everything(project)

    assert catalogues.check(project).problems == []


def test_the_check_names_what_is_missing_untranslated_and_stale(project):
    catalogues.update(project)
    translate_everything(project)
    translate(project, "calls", "ru", Late="")
    page = project / "templates" / "base.html"
    page.write_text("{% load i18n %}{% translate 'Jump' %}")

    problems = catalogues.check(project).problems

    assert "locale/calls/ru: untranslated 'Late'" in problems
    assert "locale/dealercrm/ru: missing 'Jump' (templates/base.html)" in problems
    assert "locale/dealercrm/zh_Hans: stale 'Skip'" in problems


def test_the_check_refuses_fuzzy_entries_and_lost_placeholders(project):
    catalogues.update(project)
    translate_everything(project)
    path = catalogues.po_path(project, "calls", "ru")
    catalogue = polib.pofile(str(path))
    catalogue.find("Late").flags.append("fuzzy")
    catalogue.find("%(n)s call").msgstr_plural[0] = "%(m)s"
    catalogue.save()

    problems = catalogues.check(project).problems

    assert problems == [
        "locale/calls/ru: other placeholders than '%(n)s call'",
        "locale/calls/ru: fuzzy 'Late'",
    ]


def test_two_apps_must_say_the_same(project):
    (project / "templates" / "base.html").write_text("{% load i18n %}{% translate 'Late' %}")
    catalogues.update(project)
    translate_everything(project)
    translate(project, "dealercrm", "ru", Late="something else")

    problems = catalogues.check(project).problems

    assert problems == ["locale/dealercrm/ru: 'Late' is translated otherwise in locale/calls/ru"]


def test_texts_equal_to_the_english_are_listed_unless_allowed(project):
    catalogues.update(project)
    translate_everything(project)
    translate(project, "calls", "ru", Late="Late", Calls="Calls")
    (project / "locale" / catalogues.ALLOWED_SAME).write_text("# rightly so\nCalls\n")

    findings = catalogues.check(project)

    assert findings.problems == []
    assert findings.same_as_english == ["locale/calls/ru: 'Late'"]


def test_only_stale_catalogues_are_compiled(project):
    catalogues.update(project)

    assert catalogues.compile_all(project) == 4
    assert catalogues.compile_all(project) == 0
