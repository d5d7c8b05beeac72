"""/d/<slug>/rules/: whom the program plans to call, and with which words."""

from django.urls import path

from followups.views import proof, rules, script_branches, scripts, why

urlpatterns = [
    path("", rules.rule_list, name="rule_list"),
    path("tomorrow/", rules.rule_preview, name="rule_preview"),
    path("plan/", rules.rule_plan, name="rule_plan"),
    path("new/", rules.rule_add, name="rule_add"),
    path("proof/", proof.proof_overview, name="proof_overview"),
    path("<int:pk>/proof/", proof.rule_proof, name="rule_proof"),
    path("<int:pk>/proof/customers/", proof.proof_customers, name="proof_customers"),
    path("<int:pk>/proof/customers.<export:form>", proof.proof_export, name="proof_export"),
    path("<int:pk>/", rules.rule_edit, name="rule_edit"),
    path("<int:pk>/tomorrow/", why.rule_tomorrow, name="rule_tomorrow"),
    path("<int:pk>/tomorrow/<str:answer>/", why.rule_people, name="rule_people"),
    path("<int:pk>/switch/", rules.rule_switch, name="rule_switch"),
    path("<int:pk>/switch/<int:active>/", rules.rule_switch_back, name="rule_switch_back"),
    path("scripts/", scripts.script_list, name="script_list"),
    path("scripts/new/", scripts.script_add, name="script_add"),
    path("scripts/preview/", scripts.script_preview, name="script_preview"),
    path("scripts/<int:pk>/", scripts.script_edit, name="script_edit"),
    path("scripts/<int:pk>/branches/new/", script_branches.branch_add, name="branch_add"),
    path("scripts/branches/<int:branch_id>/", script_branches.branch_edit, name="branch_edit"),
    path("scripts/branches/<int:branch_id>/move/", script_branches.branch_move, name="branch_move"),
    path(
        "scripts/branches/<int:branch_id>/remove/",
        script_branches.branch_remove,
        name="branch_remove",
    ),
    path(
        "scripts/branches/<int:branch_id>/restore/",
        script_branches.branch_restore,
        name="branch_restore",
    ),
]
