"""The five tables of an export: their fields, the headers that name them in three languages."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.rules import fold

_NOT_IN_HEADERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=5000)
def header_key(header: str) -> str:
    """A header as it is compared: case, white space and punctuation aside, ё as е."""
    return _NOT_IN_HEADERS.sub("", fold(header))


@dataclass(frozen=True)
class Field:
    code: str
    label: str | Promise
    headers: str  # synonyms separated by "|"
    is_required: bool = False  # the column must be there and its cell filled
    most: int = 0  # characters that are kept; 0: no bound

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(header_key(header) for header in [self.code, *self.headers.split("|")])


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

_CAR = (
    Field("vin", _("VIN"),
          "VIN|ВИН|Вин-код|VIN код|VIN номер|VIN code|VIN number|VIN码|车架号|车架号码"
          "|车辆识别代号", True, 30),
    Field("plate", _("Plate"),
          "Гос. номер|Госномер|Гос номер|Рег. номер|Регистрационный номер|Номер авто|Plate"
          "|Licence plate|License plate|Registration|车牌号|车牌|车牌号码", most=20),
    Field("make", _("Make"), "Марка|Марка а/м|Бренд|Make|Brand|品牌|厂牌", most=60),
    Field("model", _("Model"), "Модель|Модель а/м|Model|车型|型号|车系", most=100),
)  # fmt: skip

_CUSTOMER_CODE = Field("customer_code", _("Customer code"),
    "Код клиента|Код контрагента|Клиент код|Покупатель код|Customer code|Customer ID|Customer"
    "|Client code|客户编号|客户编码|客户代码", True, 100)  # fmt: skip

SALES = (
    Field(
        "contract_number",
        _("Contract"),
        "Договор|Номер договора|№ договора|ДКП|Contract|Contract number|Contract no|合同号"
        "|合同编号|销售合同号",
        True,
        100,
    ),
    Field(
        "delivered_on",
        _("Delivered on"),
        "Дата выдачи|Дата продажи|Выдан|Выдача|Delivered|Delivered on|Delivery date"
        "|Date delivered|Sale date|交车日期|交付日期|销售日期",
        True,
    ),
    _CUSTOMER_CODE,
    *_CAR,
    Field(
        "model_year",
        _("Model year"),
        "Год выпуска|Год|Модельный год|Model year|Year|年款|年份|出厂年份",
    ),
    Field(
        "condition",
        _("Condition"),
        "Состояние|Новый/с пробегом|Тип автомобиля|Condition|New/used|新旧|车况|新车二手车",
    ),
    Field(
        "price",
        _("Price"),
        "Стоимость а/м|Стоимость|Цена|Цена автомобиля|Стоимость автомобиля|Price|Car price"
        "|Vehicle price|车价|成交价|裸车价",
        True,
    ),
    Field(
        "accessories",
        _("Accessories"),
        "Доп. оборудование|Дополнительное оборудование|Допы|Аксессуары|Accessories|精品|精品装潢"
        "|配饰",
    ),
    Field(
        "finance",
        _("Finance and insurance"),
        "Финансовые услуги|Финансы и страхование|Фин. услуги|Finance and insurance|Finance|F&I"
        "|金融保险|金融|金融与保险",
    ),
    Field(
        "salesperson",
        _("Salesperson"),
        "Продавец|Менеджер|Консультант|Продавец-консультант|Salesperson|Seller|Sales consultant"
        "|销售顾问|销售员|销售人员",
        most=200,
    ),
    Field(
        "source",
        _("Source"),
        "Источник|Источник обращения|Канал|Source|Lead source|来源|客户来源|线索来源",
        most=100,
    ),
    Field(
        "referrer_code",
        _("Referrer's code"),
        "Код рекомендателя|Рекомендатель|Кто рекомендовал|Referrer code|Referrer|Referred by"
        "|转介绍人编号|推荐人编号|介绍人编号",
        most=100,
    ),
    Field("trade_in", _("Trade-in"), "Трейд-ин|Trade-in|Зачёт|置换|是否置换"),
    Field(
        "insurance_until",
        _("Insurance until"),
        "ОСАГО до|Страховка до|Полис до|Insurance until|Insurance end|Insurance expires"
        "|交强险到期|保险到期|交强险到期日",
    ),
    Field(
        "loan_until",
        _("Loan until"),
        "Кредит до|Окончание кредита|Loan until|Loan end|Loan expires|贷款到期|贷款到期日",
    ),
    Field(
        "warranty_until",
        _("Warranty until"),
        "Гарантия до|Окончание гарантии|Warranty until|Warranty end|Warranty expires|质保到期"
        "|保修到期|质保到期日",
    ),
)

REPAIR_ORDERS = (
    Field(
        "number",
        _("Repair order"),
        "Заказ-наряд|Номер заказ-наряда|№ заказ-наряда|Наряд|Repair order|RO number|Work order"
        "|Order number|工单号|工单编号|维修单号",
        True,
        100,
    ),
    Field(
        "opened_at",
        _("Opened at"),
        "Открыт|Дата открытия|Принят|Дата приёма|Opened|Opened at|Open date|开单时间|开单日期"
        "|接车时间",
        True,
    ),
    Field(
        "promised_at",
        _("Promised for"),
        "Обещан|Обещано|Срок|Плановая выдача|Promised|Promised for|Promised at|预计交车"
        "|预计交车时间|预交车时间",
    ),
    Field(
        "closed_at",
        _("Closed at"),
        "Закрыт|Дата закрытия|Закрыто|Closed|Closed at|Close date|结算时间|结算日期|完工时间",
    ),
    _CUSTOMER_CODE,
    *_CAR,
    Field(
        "odometer_km",
        _("Mileage"),
        "Пробег|Пробег, км|Одометр|Mileage|Odometer|Km|里程|行驶里程|公里数",
    ),
    Field(
        "kind",
        _("Kind of work"),
        "Вид работ|Вид ремонта|Тип ремонта|Тип заказ-наряда|Kind|Type|Work type|Repair type"
        "|维修类型|工单类型|业务类型",
        True,
    ),
    Field("labour", _("Labour"), "Работы|Стоимость работ|Сумма работ|Labour|Labor|工时费|工时"),
    Field(
        "parts",
        _("Parts"),
        "Запчасти|Запасные части|Материалы|Сумма запчастей|Parts|配件费|配件|零件费",
    ),
    Field(
        "body",
        _("Body work"),
        "Кузовные работы|Кузовной цех|Кузов|Body work|Bodywork|Body|钣喷费|钣喷|钣金喷漆",
    ),
    Field(
        "advisor",
        _("Service advisor"),
        "Мастер-приёмщик|Мастер|Приёмщик|Сервисный консультант|Advisor|Service advisor|服务顾问"
        "|接待员",
        most=200,
    ),
    Field(
        "repeat",
        _("Repeat repair"),
        "Повторный ремонт|Повторный|Repeat repair|Repeat|Comeback|返修|是否返修|返工",
    ),
    Field(
        "recommendations",
        _("Recommendations"),
        "Рекомендации|Рекомендовано|Recommendations|Recommended|建议项目|建议|维修建议",
    ),
)

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

# in the order they are imported
TABLES: dict[str, tuple[Field, ...]] = {
    "customers": CUSTOMERS,
    "sales": SALES,
    "repair_orders": REPAIR_ORDERS,
    "traffic": TRAFFIC,
    "marketing": MARKETING,
}


def match_columns(headers: list[str], table: str) -> dict[int, str]:
    """Position of a header to the code of its field, the first header that fits wins."""
    by_key = _by_key(table)
    found: dict[int, str] = {}
    for position, header in enumerate(headers):
        code = by_key.get(header_key(header))
        if code and code not in found.values():
            found[position] = code
    return found


@cache
def _by_key(table: str) -> dict[str, str]:
    return {key: field.code for field in reversed(TABLES[table]) for key in field.keys}


def missing_required(columns: dict[int, str], table: str) -> list[Field]:
    """Fields without which no row of the table can be taken."""
    return [
        field for field in TABLES[table] if field.is_required and field.code not in columns.values()
    ]


def best_table(headers: list[str]) -> tuple[str, dict[int, str]]:
    """The table whose headers these are: all required ones there and most columns known.

    ("", {}) when the headers fit none. The share of a table's own fields that are there decides
    between tables that know the same number of columns.
    """
    best, best_columns, best_score = "", dict[int, str](), (0, 0.0)
    for table, fields in TABLES.items():
        columns = match_columns(headers, table)
        if missing_required(columns, table):
            continue
        score = (len(columns), len(columns) / len(fields))
        if score > best_score:
            best, best_columns, best_score = table, columns, score
    return best, best_columns
