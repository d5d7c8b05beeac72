"""Every dealership that has rules gets the one that answers customers, first of all of them.

New ones get it with the standard rules (followups.services.defaults).
"""

from django.db import migrations

NAMES = {"en": "Answer a message", "ru": "Ответить на сообщение", "zh-hans": "回复客户来信"}
SCRIPT_NAMES = {"en": "Answer to a message", "ru": "Ответ на сообщение", "zh-hans": "回复来信"}
TEXTS = {
    "en": "Good day, {address}! This is {caller} from {dealership}. You wrote to us, thank you: I would like to answer you in person. Do you have a minute?",
    "ru": "Здравствуйте, {address}! Это {caller}, {dealership}. Вы нам написали, спасибо. Хочу ответить вам лично. Есть у вас минута?",
    "zh-hans": "{address}您好！我是{dealership}的{caller}。收到您的留言，谢谢！我想当面给您答复，现在方便吗？",
}


def add_rule(apps, schema_editor):
    Dealership = apps.get_model("dealerships", "Dealership")
    Rule = apps.get_model("followups", "Rule")
    PlanStep = apps.get_model("followups", "PlanStep")
    Script = apps.get_model("followups", "Script")
    with_rules = Rule.objects.values("dealership")
    have_it = Rule.objects.filter(trigger="reply_received").values("dealership")
    for dealership in Dealership.objects.filter(pk__in=with_rules).exclude(pk__in=have_it):
        language = dealership.language if dealership.language in NAMES else "en"
        script, _created = Script.objects.get_or_create(
            dealership=dealership, name=SCRIPT_NAMES[language], defaults={"texts": TEXTS}
        )
        name = NAMES[language]
        if Rule.objects.filter(dealership=dealership, name=name).exists():
            name = f"{name} (1)"
        rule = Rule.objects.create(
            dealership=dealership,
            name=name,
            trigger="reply_received",
            offset_days=0,
            window_days=14,
            purpose="service",
            script=script,
            priority=1,
        )
        PlanStep.objects.create(
            dealership=dealership, rule=rule, position=1, channel="call", day=0, attempts=4
        )


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0017_reply_received"),
        ("dealerships", "0005_contact_budget"),
        ("communications", "0008_inbound"),
    ]

    operations = [migrations.RunPython(add_rule, migrations.RunPython.noop)]
