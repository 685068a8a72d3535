"""The check that refuses membership and status in place of a permission catches what it should."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "check_permissions.py"
CHECK = runpy.run_path(str(SCRIPT))


@pytest.mark.parametrize(
    "planted",
    [
        "if user.is_superuser: pass",
        "if request.user.is_staff: pass",
        "return user.groups.filter(name='Editors').exists()",
        "return group in user.groups.all()",
        "return user in group.user_set.all()",
        "User.objects.filter(groups__name='Editors')",
        "User.objects.filter(is_superuser=True)",
        "User.objects.filter(is_staff=True, is_active=True)",
        "User.objects.filter(Q(groups__in=groups))",
        "User.objects.filter(**{'groups__name': 'Editors'})",
        "Group.objects.filter(user_set__pk=1)",
        "return getattr(user, 'is_superuser', False)",
    ],
)
def test_who_asks_for_membership_or_status_is_caught(planted):
    assert list(CHECK["offences"](f"def may(user, group, request, groups):\n    {planted}\n"))


@pytest.mark.parametrize(
    "clean",
    [
        "return user.has_perm('studies.approve_study', study)",
        "first, last = match.groups()",
        "Rows.objects.filter(group__user=user)",
        "pass  # user.is_superuser",
        "return user.is_active",
        "context = {'groups': kinds}",
    ],
)
def test_who_asks_for_a_permission_is_not(clean):
    assert list(CHECK["offences"](f"def may(user, study, match):\n    {clean}\n")) == []


def test_one_planted_offence_fails_the_check(tmp_path):
    for app in CHECK["APPS"]:
        (tmp_path / app).mkdir()
    (tmp_path / "studies" / "views.py").write_text("def may(user):\n    return user.is_superuser\n")

    assert list(CHECK["found"](tmp_path)) == [
        "studies/views.py:2: is_superuser says who somebody is; ask for a permission on an object."
    ]


def test_the_tree_is_clean_and_each_exception_is_needed():
    run = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)

    assert (run.returncode, run.stdout) == (0, "")
    for name in CHECK["ALLOWED"]:
        assert list(CHECK["offences"]((SCRIPT.parents[1] / name).read_text())), name
