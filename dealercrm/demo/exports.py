"""Writes a simulated history as the files a dealer's system would export (docs/import.md)."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dealercrm.demo.cars import CarModel
from dealercrm.demo.history import Buyer, History


@dataclass(frozen=True)
class Dialect:
    """How a country's systems write: encoding, delimiter, headers, words, dates, numbers."""

    encoding: str
    delimiter: str
    headers: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    day: str
    minute: str
    month: str
    decimal_comma: bool

    def text(self, value: object) -> str:
        """A cell as this dialect writes it; None is an empty cell."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.words["yes" if value else "no"]
        if isinstance(value, datetime):
            return value.strftime(self.minute)
        if isinstance(value, date):
            return value.strftime(self.day)
        if isinstance(value, float):
            amount = f"{value:.2f}"
            return amount.replace(".", ",") if self.decimal_comma else amount
        return self.words.get(str(value), str(value))


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split(";"))


RUSSIAN = Dialect(
    encoding="cp1251",
    delimiter=";",
    day="%d.%m.%Y",
    minute="%d.%m.%Y %H:%M",
    month="%m.%Y",
    decimal_comma=True,
    headers={
        "customers": _columns(
            "Код;Вид;Наименование;Телефоны;E-mail;Дата рождения;Город;Согласие на звонки;"
            "Согласие на рассылку;Канал связи"
        ),
        "sales": _columns(
            "Договор;Дата выдачи;Код клиента;VIN;Гос. номер;Марка;Модель;Год выпуска;Состояние;"
            "Стоимость а/м;Доп. оборудование;Финансовые услуги;Продавец;Источник;"
            "Код рекомендателя;Трейд-ин;ОСАГО до;Кредит до;Гарантия до"
        ),
        "repair_orders": _columns(
            "Заказ-наряд;Открыт;Обещан;Закрыт;Код клиента;VIN;Гос. номер;Марка;Модель;Пробег;"
            "Вид работ;Работы;Запчасти;Кузовные работы;Мастер-приёмщик;Повторный ремонт;"
            "Рекомендации"
        ),
        "traffic": _columns("Дата и время;Вид обращения;Источник;ФИО;Телефон;Интерес;Продавец"),
        "marketing": ("Месяц", "Источник", "Бюджет"),
    },
    words={
        "yes": "Да",
        "no": "Нет",
        "person": "Физ. лицо",
        "company": "Юр. лицо",
        "new": "Новый",
        "used": "С пробегом",
        "call": "Звонок",
        "sms": "SMS",
        "email": "E-mail",
        "messenger": "Мессенджер",
        "visit": "Визит",
        "web": "Заявка с сайта",
        "walk_in": "Визит в салон",
        "internet": "Интернет",
        "phone": "Звонок",
        "advertising": "Наружная реклама",
        "referral": "Рекомендация клиента",
        "invitation": "Приглашение продавца",
        "agent": "Агент",
        "maintenance": "ТО",
        "repair": "Слесарный ремонт",
        "warranty": "Гарантийный ремонт",
        "body": "Кузовной ремонт",
        "wash": "Мойка",
        "tyres": "Шиномонтаж",
        "advice": "Замена тормозных колодок",
    },
)

CHINESE = Dialect(
    encoding="gb18030",
    delimiter=",",
    day="%Y/%m/%d",
    minute="%Y/%m/%d %H:%M",
    month="%Y-%m",
    decimal_comma=False,
    headers={
        "customers": _columns(
            "客户编号;类型;姓名;电话;邮箱;出生日期;城市;同意电话;同意营销;联系方式"
        ),
        "sales": _columns(
            "合同号;交车日期;客户编号;VIN;车牌号;品牌;车型;年款;新旧;车价;精品;金融保险;"
            "销售顾问;来源;转介绍人编号;置换;交强险到期;贷款到期;质保到期"
        ),
        "repair_orders": _columns(
            "工单号;开单时间;预计交车;结算时间;客户编号;VIN;车牌号;品牌;车型;里程;维修类型;"
            "工时费;配件费;钣喷费;服务顾问;返修;建议项目"
        ),
        "traffic": _columns("时间;类型;来源;姓名;电话;意向车型;销售顾问"),
        "marketing": ("月份", "来源", "费用"),
    },
    words={
        "yes": "是",
        "no": "否",
        "person": "个人",
        "company": "单位",
        "new": "新车",
        "used": "二手车",
        "call": "电话",
        "sms": "短信",
        "email": "邮件",
        "messenger": "微信",
        "visit": "到店",
        "web": "网络线索",
        "walk_in": "自然到店",
        "internet": "网络",
        "phone": "来电",
        "advertising": "户外广告",
        "referral": "客户转介绍",
        "invitation": "销售顾问邀约",
        "agent": "代理人",
        "maintenance": "保养",
        "repair": "维修",
        "warranty": "保修",
        "body": "钣喷",
        "wash": "洗车",
        "tyres": "轮胎",
        "advice": "更换刹车片",
    },
)


def write(history: History, dialect: Dialect, folder: Path) -> list[Path]:
    """Write the five tables as CSV files into `folder`; gives their paths."""
    tables: dict[str, Iterable[list[object]]] = {
        "customers": map(_customer, history.customers),
        "sales": map(_sale, history.sales),
        "repair_orders": map(_repair_order, history.repair_orders),
        "traffic": (_traffic(row, dialect) for row in history.traffic),
        "marketing": (
            [_month(row["month"], dialect), row["source"], row["amount"]]
            for row in history.marketing
        ),
    }
    paths = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding=dialect.encoding, newline="") as file:
            writer = csv.writer(file, delimiter=dialect.delimiter)
            writer.writerow(dialect.headers[name])
            writer.writerows([dialect.text(value) for value in row] for row in rows)
        paths.append(path)
    return paths


def _customer(buyer: Buyer) -> list[object]:
    return [
        buyer.code,
        "company" if buyer.is_company else "person",
        buyer.name,
        ", ".join(buyer.phones),
        buyer.email,
        buyer.birth_date,
        buyer.city,
        buyer.may_call,
        buyer.may_advertise,
        buyer.channel,
    ]


def _sale(row: dict[str, object]) -> list[object]:
    return [
        *(row[key] for key in ("contract", "delivered", "customer", "vin", "plate")),
        *(row[key] for key in ("make", "model", "year")),
        "new" if row["is_new"] else "used",
        *(row[key] for key in ("price", "accessories", "finance", "salesperson", "source")),
        *(row[key] for key in ("referrer", "trade_in", "insurance_until")),
        *(row[key] for key in ("loan_until", "warranty_until")),
    ]


def _repair_order(row: dict[str, object]) -> list[object]:
    car = row["car"]
    assert isinstance(car, dict)  # noqa: S101 - the simulation puts the sale here
    return [
        *(row[key] for key in ("number", "opened", "promised", "closed", "customer")),
        *(car[key] for key in ("vin", "plate", "make", "model")),
        *(row[key] for key in ("km", "kind", "labour", "parts", "body", "advisor", "repeat")),
        "advice" if row["advice"] else "",
    ]


def _traffic(row: dict[str, object], dialect: Dialect) -> list[object]:
    car = row["interest"]
    assert isinstance(car, CarModel)  # noqa: S101 - the simulation puts the model here
    # "call" is a word of two tables in Chinese: a channel (电话) and a kind of traffic (来电)
    kind = dialect.words["phone"] if row["kind"] == "call" else row["kind"]
    return [
        *(row["at"], kind, row["source"], row["name"], row["phone"]),
        *(f"{car.make} {car.model}", row["salesperson"]),
    ]


def _month(value: object, dialect: Dialect) -> str:
    assert isinstance(value, date)  # noqa: S101 - the simulation puts the first day here
    return value.strftime(dialect.month)
