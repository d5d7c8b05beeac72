"""The fields of exports about the showroom: traffic and what was spent to bring it in."""

from django.utils.translation import gettext_lazy as _

from exchange.rules.field import Field

TRAFFIC = (
    Field(
        "at",
        _("Date and time"),
        "Дата и время|Дата|Время|Дата обращения|Date and time|Date|Time|At|时间|日期|到店时间"
        "|来访时间",
        True,
    ),
    Field(
        "kind",
        _("Type of contact"),
        "Вид обращения|Тип обращения|Обращение|Type|Kind|Contact type|类型|客流类型|到访方式",
        True,
    ),
    Field(
        "source",
        _("Source"),
        "Источник|Источник обращения|Канал|Source|Lead source|来源|客户来源|线索来源",
        most=100,
    ),
    Field(
        "name", _("Name"), "ФИО|Имя|Клиент|Посетитель|Name|Customer|Visitor|姓名|客户姓名", most=300
    ),
    Field(
        "phone",
        _("Phone"),
        "Телефон|Телефоны|Мобильный|Phone|Phones|Telephone|Mobile|电话|手机|手机号|联系电话",
        most=100,
    ),
    Field("email", _("E-mail"), "E-mail|Email|Почта|Электронная почта|邮箱|电子邮箱", most=254),
    Field(
        "interest",
        _("Interest"),
        "Интерес|Интересует|Автомобиль|Интерес к модели|Interest|Interested in|Car"
        "|意向车型|意向|关注车型",
        most=200,
    ),
    Field(
        "salesperson",
        _("Salesperson"),
        "Продавец|Менеджер|Консультант|Salesperson|Seller|Sales consultant|销售顾问|销售员|接待人",
        most=200,
    ),
)

MARKETING = (
    Field("month", _("Month"), "Месяц|Период|Month|Period|月份|月", True),
    Field(
        "source",
        _("Source"),
        "Источник|Канал|Источник обращения|Source|Channel|Lead source|来源|渠道",
        True,
        100,
    ),
    Field(
        "amount",
        _("Budget"),
        "Бюджет|Расход|Расходы|Затраты|Сумма|Budget|Spend|Cost|Amount|费用|预算|支出|市场费用",
        True,
    ),
)
