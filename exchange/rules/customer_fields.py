"""The fields of an export of customers."""

from django.utils.translation import gettext_lazy as _

from exchange.rules.field import Field

CUSTOMERS = (
    Field(
        "code",
        _("Code"),
        "Код|Код клиента|Код контрагента|Code|Customer code|Customer ID|客户编号|客户编码|客户代码",
        True,
        100,
    ),
    Field(
        "kind",
        _("Type"),
        "Вид|Тип|Вид контрагента|Тип клиента|Type|Kind|Customer type|类型|客户类型|客户性质",
    ),
    Field(
        "name",
        _("Name"),
        "Наименование|ФИО|Клиент|Имя|Контрагент|Полное наименование|Name|Full name|Customer"
        "|Customer name|姓名|客户姓名|客户名称|名称",
        True,
        300,
    ),
    Field(
        "phones",
        _("Phones"),
        "Телефоны|Телефон|Тел|Мобильный|Мобильный телефон|Контактный телефон|Phones|Phone"
        "|Telephone|Mobile|Phone number|电话|手机|手机号|手机号码|联系电话|电话号码",
    ),
    Field(
        "email",
        _("E-mail"),
        "E-mail|Email|Почта|Электронная почта|Эл. почта|Адрес эл. почты|E-mail address|邮箱"
        "|电子邮箱|电子邮件",
    ),
    Field(
        "birth_date",
        _("Birth date"),
        "Дата рождения|День рождения|Д.р.|Birth date|Date of birth|Birthday|DOB|出生日期|生日",
    ),
    Field("city", _("City"), "Город|Населённый пункт|City|Town|城市|所在城市", most=100),
    Field(
        "call_consent",
        _("Call consent"),
        "Согласие на звонки|Согласие на звонок|Можно звонить|Call consent|Consent to calls"
        "|同意电话|同意来电|允许致电",
    ),
    Field(
        "marketing_consent",
        _("Marketing consent"),
        "Согласие на рассылку|Согласие на рекламу|Рассылка|Marketing consent"
        "|Consent to marketing|Advertising consent|同意营销|同意推广|营销同意",
    ),
    Field(
        "channel",
        _("Preferred channel"),
        "Канал связи|Предпочтительный канал|Способ связи|Preferred channel|Channel|联系方式"
        "|首选联系方式|沟通方式",
    ),
)
