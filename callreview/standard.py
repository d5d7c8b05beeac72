"""The scorecards a new dealership starts with, in three languages; changed in pages."""

from dataclasses import dataclass
from typing import Any

from callreview.models import CallType

Texts = dict[str, str]


@dataclass(frozen=True)
class StandardCard:
    call_type: str
    names: Texts
    items: tuple[dict[str, Any], ...]


def _in(en: str, ru: str, zh: str) -> Texts:
    return {"en": en, "ru": ru, "zh-hans": zh}


def _item(texts: Texts, helps: Texts, weight: int, *, fails_all: bool = False) -> dict[str, Any]:
    return {"texts": texts, "helps": helps, "weight": weight, "fails_all": fails_all}


GREETED = _item(
    _in(
        "Greeted, named the dealership and themself",
        "Поздоровался, назвал дилерский центр и себя",
        "问候客户，报出经销店名称和本人姓名",
    ),
    _in(
        "In the first ten seconds, friendly and clearly.",
        "В первые десять секунд, приветливо и разборчиво.",
        "在前十秒内，亲切、清楚。",
    ),
    1,
)
BY_NAME = _item(
    _in(
        "Addressed the customer by name",
        "Обращался к клиенту по имени",
        "称呼客户姓名",
    ),
    _in(
        "At least twice; of an unknown caller the name was asked for.",
        "Не менее двух раз; у незнакомого звонящего имя спрошено.",
        "至少两次；陌生来电应询问姓名。",
    ),
    1,
)
PROMISED = _item(
    _in(
        "What could not be answered at once got a promised time",
        "На вопрос без ответа назван срок, когда ответят",
        "不能当场答复的，给出了答复时间",
    ),
    _in(
        "A day and an hour, written down as a promise.",
        "День и час, записано как обещание.",
        "具体到日期和时刻，并登记为承诺。",
    ),
    2,
)
THANKED = _item(
    _in(
        "Repeated what was agreed and thanked the customer",
        "Повторил договорённости и поблагодарил клиента",
        "复述约定内容并致谢",
    ),
    _in(
        "The last words are the customer's or ours, never a cut-off line.",
        "Разговор завершён, а не оборван.",
        "通话自然结束，没有突然挂断。",
    ),
    1,
)
RUDE = _item(
    _in(
        "Stayed polite throughout",
        "Всё время оставался вежлив",
        "全程保持礼貌",
    ),
    _in(
        "Rudeness or mockery fails the call, whatever else was good.",
        "Грубость или насмешка обнуляют звонок, что бы ещё ни было хорошо.",
        "出现粗鲁或嘲讽，整通电话判为零分。",
    ),
    1,
    fails_all=True,
)
LAWFUL = _item(
    _in(
        "Respected the customer's wish about further calls",
        "Учёл желание клиента о дальнейших звонках",
        "尊重客户对后续来电的意愿",
    ),
    _in(
        "Who asked not to be called was noted so, and not persuaded.",
        "Просьба не звонить записана, клиента не уговаривали.",
        "客户要求不再致电的，应如实登记，不得劝说。",
    ),
    1,
    fails_all=True,
)

INCOMING = (
    GREETED,
    BY_NAME,
    _item(
        _in(
            "Found out what the customer needs before answering",
            "Выяснил потребность, прежде чем отвечать",
            "先了解客户需求再作答",
        ),
        _in(
            "At least one open question.",
            "Хотя бы один открытый вопрос.",
            "至少提出一个开放式问题。",
        ),
        2,
    ),
    _item(
        _in(
            "Answered correctly and completely",
            "Ответил верно и полностью",
            "回答正确、完整",
        ),
        _in(
            "Prices and dates as they are.",
            "Цены и сроки — как есть.",
            "价格和时间如实告知。",
        ),
        3,
    ),
    PROMISED,
    _item(
        _in(
            "Invited the customer for an agreed day and time",
            "Пригласил на согласованные день и время",
            "邀约客户并确定日期和时间",
        ),
        _in(
            "An offer of two times, not “come when you like”.",
            "Предложены два варианта, а не «приезжайте когда угодно».",
            "给出两个可选时间，而不是“随时来”。",
        ),
        3,
    ),
    THANKED,
    RUDE,
)
OUTGOING = (
    GREETED,
    BY_NAME,
    _item(
        _in(
            "Said why the call is made and asked whether it suits",
            "Назвал причину звонка и спросил, удобно ли говорить",
            "说明来电原因并询问是否方便",
        ),
        _in(
            "The reason on the card, in the customer's words.",
            "Причина из карточки, понятными клиенту словами.",
            "用客户听得懂的话说明卡片上的原因。",
        ),
        2,
    ),
    _item(
        _in(
            "Listened, and did not interrupt",
            "Слушал и не перебивал",
            "认真倾听，不打断客户",
        ),
        _in(
            "The customer spoke to the end of what they had to say.",
            "Клиент договорил всё, что хотел.",
            "让客户把话说完。",
        ),
        2,
    ),
    _item(
        _in(
            "Brought the call to a result",
            "Довёл разговор до результата",
            "通话有明确结果",
        ),
        _in(
            "A visit, an answer, a promise or a clear no.",
            "Запись, ответ, обещание или ясный отказ.",
            "到店预约、答复、承诺或明确拒绝。",
        ),
        3,
    ),
    PROMISED,
    _item(
        _in(
            "Wrote down what was said",
            "Записал, что было сказано",
            "记录了通话内容",
        ),
        _in(
            "Outcome and note agree with the recording.",
            "Результат и заметка соответствуют записи.",
            "结果和备注与录音一致。",
        ),
        2,
    ),
    THANKED,
    RUDE,
    LAWFUL,
)

STANDARD = (
    StandardCard(
        CallType.INCOMING,
        _in("Incoming call", "Входящий звонок", "客户来电"),
        INCOMING,
    ),
    StandardCard(
        "",
        _in("Call to a customer", "Звонок клиенту", "致电客户"),
        OUTGOING,
    ),
)
