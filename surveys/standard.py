"""The ready questionnaire after a service visit (D3): three questions at the end of a call."""


def _texts(en: str, ru: str, zh: str) -> dict[str, str]:
    return {"en": en, "ru": ru, "zh-hans": zh}


def _choice(code: str, mood: str, en: str, ru: str, zh: str) -> dict[str, object]:
    return {"code": code, "mood": mood, "texts": _texts(en, ru, zh)}


SERVICE_VISIT: list[dict[str, object]] = [
    {
        "code": "paid",
        "texts": _texts(
            "Did you pay less than you expected, as you expected, or more?",
            "Вы заплатили меньше, чем ожидали, столько же или больше?",
            "您这次支付的费用比预期少、与预期相同，还是比预期多？",
        ),
        "choices": [
            _choice("less", "good", "Less", "Меньше", "比预期少"),
            _choice("as_expected", "good", "As expected", "Сколько ожидал", "与预期相同"),
            _choice("more", "bad", "More", "Больше", "比预期多"),
        ],
    },
    {
        "code": "on_time",
        "texts": _texts(
            "Was the car ready at the promised time?",
            "Автомобиль был готов к обещанному времени?",
            "车辆是否在承诺的时间准备好？",
        ),
        "choices": [
            _choice("yes", "good", "Yes", "Да", "是"),
            _choice("no", "bad", "No", "Нет", "否"),
        ],
    },
    {
        "code": "repeat_repair",
        "texts": _texts(
            "Did you have to come again with the same fault?",
            "Приходилось ли приезжать повторно с той же неисправностью?",
            "是否因同一故障再次来店维修？",
        ),
        "choices": [
            _choice("no", "good", "No", "Нет", "没有"),
            _choice("yes", "bad", "Yes", "Да", "有"),
        ],
    },
]
