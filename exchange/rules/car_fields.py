"""The fields of exports about cars: sales and repair orders."""

from django.utils.translation import gettext_lazy as _

from exchange.rules.field import Field

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
