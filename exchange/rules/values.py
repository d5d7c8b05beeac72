"""What a cell says: dates, numbers, yes and no, words for codes. A text in, a value out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from customers.rules import fold

FIRST_YEAR = 1900
LAST_YEAR = 2100
_SPREADSHEET_EPOCH = date(1899, 12, 30)
MOST_MONEY = Decimal(10) ** 12


class BadValueError(Exception):
    """A cell that does not say what its column needs; `problem` is a code of exchange.problems."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class Notation:
    """How a file writes what can be read in two ways."""

    decimal_comma: bool = False
    month_first: bool = False


# --- Dates and times ---------------------------------------------------------------------------

_TIME = r"(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?: ?г\.?)?" + _TIME)
_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# what 1C and spreadsheets write for a date that is not there
_NO_DATE = re.compile(r"[-./: ]*|0*1[./]0*1[./]0001(?: 0?0:00(?::00)?)?|0001-01-01[T ]?[0:]*")
_MONTH_LAST_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_MONTH_FIRST_YEAR = re.compile(r"(\d{4})[-/.年 ](\d{1,2})月?")
_MONTH_NAMES = {
    name: number
    for names in (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_NAMED_MONTH = re.compile(r"([a-zа-я]+)[ ,.]*(\d{4})(?: ?г\.?)?")


@lru_cache(maxsize=20_000)
def to_datetime(text: str, notation: Notation = Notation()) -> datetime | None:
    """Local time as written, None where the cell is empty; a day alone is its midnight."""
    match = _YEAR_LAST.fullmatch(text)
    if match:
        first, mark, second, year, *time = match.groups()
        day, month = (second, first) if notation.month_first and mark == "/" else (first, second)
        return _moment(_full_year(year), month, day, time)
    match = _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text)
    if match:
        year, month, day, *time = match.groups()
        return _moment(int(year), month, day, time)
    if _NO_DATE.fullmatch(text):
        return None
    if _SERIAL.fullmatch(text):
        return datetime.combine(_SPREADSHEET_EPOCH, datetime.min.time()) + timedelta(
            seconds=round(float(text) * 86_400)
        )
    raise BadValueError("not_a_date")


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < 50 else 1900)


def _moment(year: int, month: str, day: str, time: list[str | None]) -> datetime:
    hour, minute, second = (int(part or 0) for part in time)
    try:
        moment = datetime(year, int(month), int(day), hour, minute, second)  # noqa: DTZ001
    except ValueError as error:
        raise BadValueError("no_such_date") from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValueError("date_out_of_range")
    return moment


def to_date(text: str, notation: Notation = Notation()) -> date | None:
    moment = to_datetime(text, notation)
    return moment.date() if moment else None


def to_month(text: str, notation: Notation = Notation()) -> date | None:
    """The first day of a month: 10.2019, 2019-10, 2019年10月, Октябрь 2019, or any of its days."""
    if match := _MONTH_LAST_YEAR.fullmatch(text):
        month, year = match.groups()
    elif match := _MONTH_FIRST_YEAR.fullmatch(text):
        year, month = match.groups()
    elif (match := _NAMED_MONTH.fullmatch(fold(text))) and match[1] in _MONTH_NAMES:
        month, year = str(_MONTH_NAMES[match[1]]), match[2]
    else:
        day = to_date(text, notation)
        return day.replace(day=1) if day else None
    return _moment(int(year), month, "1", [None] * 3).date()


# --- Numbers -----------------------------------------------------------------------------------

_NOT_IN_NUMBERS = str.maketrans("", "", " \t\u00a0\u202f\u2009'’₽¥￥元")
_UNIT = re.compile(r"(?:руб\.?|р\.?|rub|cny|rmb|км\.?|km|公里)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,6})?")


def to_number(text: str, notation: Notation = Notation()) -> Decimal | None:
    """A number in the file's notation, None where the cell is empty."""
    plain = text.translate(_NOT_IN_NUMBERS)
    if not plain:
        return None
    if not plain[-1].isdigit():
        plain = _UNIT.sub("", plain)
    if "," in plain:
        plain = _without_comma(plain, notation)
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    if not _NUMBER.fullmatch(plain):
        raise BadValueError("not_a_number")
    return Decimal(plain)


def _without_comma(plain: str, notation: Notation) -> str:
    if "." in plain:  # both marks: the last one is the decimal mark
        if plain.rfind(",") > plain.rfind("."):
            return plain.replace(".", "").replace(",", ".")
        return plain.replace(",", "")
    if plain.count(",") == 1 and (notation.decimal_comma or len(plain.split(",")[1]) != 3):
        return plain.replace(",", ".")
    return plain.replace(",", "")


def to_money(text: str, notation: Notation = Notation()) -> Decimal | None:
    number = to_number(text, notation)
    if number is None:
        return None
    if abs(number) >= MOST_MONEY:
        raise BadValueError("number_out_of_range")
    return number.quantize(Decimal("0.01"))


def to_whole(text: str, *, most: int, notation: Notation = Notation()) -> int | None:
    """A whole number from 0 to `most`."""
    number = to_number(text, notation)
    if number is None:
        return None
    if not 0 <= number <= most:
        raise BadValueError("number_out_of_range")
    return round(number)


# --- Words -------------------------------------------------------------------------------------

_YES = frozenset(
    ["да", "yes", "y", "true", "1", "+", "д", "истина", "是", "有", "同意", "√", "x", "х"]
)
_NO = frozenset(
    ["нет", "no", "n", "false", "0", "-", "н", "ложь", "否", "无", "不", "不同意", "没有"]
)


@lru_cache(maxsize=1_000)
def to_bool(text: str) -> bool | None:
    """Yes or no in the three languages, None where the cell is empty."""
    word = fold(text)
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValueError("not_yes_or_no")


def _words(**synonyms: str) -> dict[str, str]:
    found = {}
    for code, words in synonyms.items():
        for word in [code, *words.split("|")]:
            found[_word_key(word)] = code
    return found


@lru_cache(maxsize=10_000)
def _word_key(text: str) -> str:
    return re.sub(r"[\s._\-/]+", "", fold(text))


CUSTOMER_KINDS = _words(
    person="Физ. лицо|Физическое лицо|Частное лицо|ФЛ|ИП|Person|Individual|Private|个人|自然人",
    company="Юр. лицо|Юридическое лицо|Организация|Компания|ЮЛ|Company|Organisation|Organization"
    "|Legal entity|Corporate|单位|公司|企业|法人",
)
CONDITIONS = _words(
    new="Новый|Новая|Нов|Новый автомобиль|New|New car|新车|新",
    used="С пробегом|Б/у|Подержанный|Used|Used car|Pre-owned|二手车|二手|旧",
)
ORDER_KINDS = _words(
    maintenance="ТО|Техобслуживание|Техническое обслуживание|Плановое ТО|Maintenance|Service"
    "|Scheduled maintenance|保养|定期保养",
    repair="Слесарный ремонт|Ремонт|Слесарные работы|Текущий ремонт|Repair|General repair|维修"
    "|一般维修|机修",
    warranty="Гарантийный ремонт|Гарантия|Гарантийный|Warranty|Warranty repair|保修|索赔|质保",
    body="Кузовной ремонт|Кузовной|Кузовные работы|Body|Body work|Body repair|Bodywork|钣喷"
    "|钣金喷漆|事故",
    wash="Мойка|Автомойка|Wash|Car wash|洗车",
    tyres="Шиномонтаж|Шины|Tyres|Tires|Tyre service|Tire service|轮胎|换胎",
)
TRAFFIC_KINDS = _words(
    visit="Визит|Посещение|Visit|Showroom visit|到店|来店",
    call="Звонок|Входящий звонок|Call|Phone call|来电|电话",
    web="Заявка с сайта|Заявка|Сайт|Web|Web lead|Online|网络线索|网络|线上",
)
LEAD_SOURCES = _words(
    walk_in="Визит в салон|Визит|Проходящий|Самоход|Walk-in|Walk in|自然到店|自然进店|到店",
    internet="Интернет|Сайт|Internet|Web|Online|网络|互联网|线上",
    phone="Звонок|Телефон|Телефонный звонок|Phone|Call|来电|电话",
    advertising="Наружная реклама|Реклама|Advertising|Outdoor|Outdoor advertising|户外广告|广告",
    referral="Рекомендация клиента|Рекомендация|Сарафанное радио|Customer referral|Referral"
    "|客户转介绍|转介绍|老客户推荐",
    invitation="Приглашение продавца|Приглашение|Salesperson invitation|Invitation|销售顾问邀约"
    "|邀约",
    agent="Агент|Агенты|Agent|代理人|代理|经纪人",
)
CHANNELS = _words(
    call="Звонок|Телефон|Call|Phone|电话|来电",
    sms="SMS|СМС|短信",
    email="E-mail|Email|Почта|Электронная почта|邮件|电子邮件|邮箱",
    messenger="Мессенджер|WhatsApp|Telegram|Messenger|微信|WeChat",
    letter="Письмо|Letter|Post|信件|信函",
)


def to_code(text: str, words: dict[str, str]) -> str:
    """The code a word stands for, "" where the cell is empty."""
    if not text:
        return ""
    try:
        return words[_word_key(text)]
    except KeyError:
        raise BadValueError("unknown_value") from None


def to_lead_source(text: str) -> str:
    """Code of a standard lead source, or the name as given: a dealer may have more."""
    try:
        return to_code(text, LEAD_SOURCES)
    except BadValueError:
        return text
