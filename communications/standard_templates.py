"""The templates of messages a new dealership starts with; all of them can be changed in pages."""

from dataclasses import dataclass

from communications.models import Paper, WrittenChannel
from customers.models import Consent

SMS, EMAIL, LETTER = WrittenChannel.SMS, WrittenChannel.EMAIL, WrittenChannel.LETTER
SERVICE, ADVERTISING = Consent.Purpose.SERVICE, Consent.Purpose.ADVERTISING


@dataclass(frozen=True)
class StandardTemplate:
    """A template as it is given, named in the language of the dealership's customers."""

    code: str
    channel: WrittenChannel
    purpose: Consent.Purpose
    names: dict[str, str]
    texts: dict[str, str]
    subjects: dict[str, str]
    paper: str = ""


def _in(en: str, ru: str, zh: str) -> dict[str, str]:
    return {"en": en, "ru": ru, "zh-hans": zh}


STANDARD_TEMPLATES = (
    StandardTemplate(
        "service_due_sms", SMS, SERVICE,
        _in("SMS: service is due", "SMS: пора на ТО", "短信：保养到期"),
        _in(
            "{address}, your {car} is due for service on {date}. {dealership}",
            "{address}, {car}: ТО по плану {date}. {dealership}",
            "{address}，您的{car}应于{date}保养。{dealership}",
        ),
        {},
    ),
    StandardTemplate(
        "service_due_email", EMAIL, SERVICE,
        _in("E-mail: service is due", "Письмо: пора на ТО", "邮件：保养到期"),
        _in(
            "Dear {address},\n\nyour {car} is due for its next service on {date}. Please answer"
            " this e-mail with a day that suits you, and we will book it.\n\n{dealership}",
            "{address}, здравствуйте!\n\nПо плану следующее ТО вашего автомобиля {car} — {date}."
            " Ответьте на это письмо, какой день вам удобен, и мы вас запишем.\n\n{dealership}",
            "{address}，您好！\n\n您的{car}应于{date}进行下一次保养。"
            "请回复本邮件告诉我们您方便的日子，我们为您预约。\n\n{dealership}",
        ),
        _in("Your {car}: service is due", "{car}: пора на ТО", "您的{car}该保养了"),
    ),
    StandardTemplate(
        "visit_thanks_sms", SMS, SERVICE,
        _in("SMS: thanks for the visit", "SMS: спасибо за визит", "短信：感谢到店"),
        _in(
            "{address}, thank you for your visit. Is anything about your {car} not right? Just"
            " answer this message. {dealership}",
            "{address}, спасибо за визит! Если с {car} что-то не так, ответьте на это сообщение."
            " {dealership}",
            "{address}，感谢您的光临！{car}若有任何问题，请直接回复本短信。{dealership}",
        ),
        {},
    ),
    StandardTemplate(
        "visit_thanks_email", EMAIL, SERVICE,
        _in("E-mail: thanks for the visit", "Письмо: спасибо за визит", "邮件：感谢到店"),
        _in(
            "Dear {address},\n\nthank you for bringing your {car} to us. If anything is not as it"
            " should be, answer this e-mail: a person reads it and calls you back.\n\n"
            "{dealership}",
            "{address}, здравствуйте!\n\nСпасибо, что доверили нам {car}. Если что-то не так,"
            " ответьте на это письмо: его прочтёт человек и перезвонит вам.\n\n{dealership}",
            "{address}，您好！\n\n感谢您将{car}交给我们保养维修。如有任何不妥，"
            "请回复本邮件，会有专人阅读并给您回电。\n\n{dealership}",
        ),
        _in("Thank you for your visit", "Спасибо за визит", "感谢您的光临"),
    ),
    StandardTemplate(
        "recall_sms", SMS, SERVICE,
        _in("SMS: recall", "SMS: отзывная кампания", "短信：召回"),
        _in(
            "{address}, the maker recalls your {car} for a free repair. Please answer this"
            " message with a day that suits you. {dealership}",
            "{address}, по {car} объявлена отзывная кампания: ремонт бесплатный. Ответьте, когда"
            " вам удобно приехать. {dealership}",
            "{address}，厂家对您的{car}发起召回，免费维修。请回复您方便到店的日子。{dealership}",
        ),
        {},
    ),
    StandardTemplate(
        "recall_email", EMAIL, SERVICE,
        _in("E-mail: recall", "Письмо: отзывная кампания", "邮件：召回"),
        _in(
            "Dear {address},\n\nthe maker recalls your {car}: a part is replaced free of charge."
            " For your safety please do not put it off. Answer this e-mail with a day that"
            " suits you.\n\n{dealership}",
            "{address}, здравствуйте!\n\nПроизводитель объявил отзывную кампанию, которая касается"
            " вашего автомобиля {car}: деталь заменят бесплатно. Ради вашей безопасности не"
            " откладывайте визит — ответьте, какой день вам удобен.\n\n{dealership}",
            "{address}，您好！\n\n厂家对您的{car}发起召回，相关零件将免费更换。为了您的安全，"
            "请尽快安排到店。请回复本邮件告诉我们您方便的日子。\n\n{dealership}",
        ),
        _in("Recall of your {car}", "Отзывная кампания: {car}", "关于您的{car}的召回通知"),
    ),
    StandardTemplate(
        "birthday_sms", SMS, ADVERTISING,
        _in("SMS: birthday", "SMS: день рождения", "短信：生日祝福"),
        _in(
            "{address}, happy birthday! Health, joy and safe roads. {dealership}",
            "{address}, с днём рождения! Здоровья, радости и лёгких дорог. {dealership}",
            "{address}，生日快乐！祝您身体健康，一路平安。{dealership}",
        ),
        {},
    ),
    StandardTemplate(
        "holiday_email", EMAIL, ADVERTISING,
        _in("E-mail: holiday greeting", "Письмо: с праздником", "邮件：节日祝福"),
        _in(
            "Dear {address},\n\nall of us at {dealership} wish you a happy holiday, and safe roads"
            " to everyone you love.",
            "{address}, здравствуйте!\n\nВся команда «{dealership}» поздравляет вас с праздником!"
            " Лёгких дорог вам и вашим близким.",
            "{address}，您好！\n\n{dealership}全体同仁祝您节日快乐，愿您和家人出行平安。",
        ),
        _in("Happy holidays", "С праздником!", "节日快乐"),
    ),
    StandardTemplate(
        "trade_in_email", EMAIL, ADVERTISING,
        _in("E-mail: trade-in", "Письмо: трейд-ин", "邮件：置换"),
        _in(
            "Dear {address},\n\nwould you like to know what your {car} is worth today? Answer this"
            " e-mail, and we will name a price and show you what you could drive instead.\n\n"
            "{dealership}",
            "{address}, здравствуйте!\n\nХотите узнать, сколько сегодня стоит ваш {car}? Ответьте"
            " на это письмо — назовём цену и покажем, на что его можно обменять.\n\n{dealership}",
            "{address}，您好！\n\n想知道您的{car}现在值多少钱吗？"
            "请回复本邮件，我们为您估价，并介绍可置换的车型。\n\n{dealership}",
        ),
        _in("Your {car}: its price today", "Сколько стоит ваш {car}?", "您的{car}现在值多少钱？"),
    ),
    StandardTemplate(
        "service_due_letter", LETTER, SERVICE,
        _in("Letter: service is due", "Бумажное письмо: пора на ТО", "信函：保养到期"),
        _in(
            "Dear {address},\n\nyour {car} is due for its next service on {date}. Regular service"
            " keeps the warranty and the value of your car.\n\nPlease choose a day that suits"
            " you: we have time for you.\n\nYours,\n{dealership}",
            "{address}, здравствуйте!\n\nПо плану следующее ТО вашего автомобиля {car} — {date}."
            " Своевременное обслуживание сохраняет гарантию и цену автомобиля.\n\nВыберите"
            " удобный день, и мы подготовимся к вашему визиту.\n\nС уважением,\n{dealership}",
            "{address}，您好！\n\n您的{car}应于{date}进行下一次保养。"
            "按时保养可保障质保权益和车辆价值。\n\n请选择您方便的日子，我们恭候您的光临。\n\n"
            "此致\n{dealership}",
        ),
        _in("Your {car}: service is due", "{car}: пора на ТО", "您的{car}该保养了"),
        Paper.LETTER.value,
    ),
    StandardTemplate(
        "service_due_postcard", LETTER, SERVICE,
        _in("Postcard: service is due", "Открытка: пора на ТО", "明信片：保养到期"),
        _in(
            "Dear {address},\n\nyour {car} would like to see us: its service is due on {date}."
            "\n\n{dealership}",
            "{address}, здравствуйте!\n\nВашему {car} пора к нам: ТО по плану {date}."
            "\n\n{dealership}",
            "{address}，您好！\n\n您的{car}该保养了，计划日期：{date}。欢迎预约！\n\n{dealership}",
        ),
        _in("See you soon!", "Ждём вас!", "期待您的光临！"),
        Paper.POSTCARD.value,
    ),
    StandardTemplate(
        "recall_letter", LETTER, SERVICE,
        _in("Letter: recall", "Бумажное письмо: отзывная кампания", "信函：召回"),
        _in(
            "Dear {address},\n\nthe maker recalls your {car}: a part is replaced free of charge."
            " For your safety please do not put it off, and book a day with us.\n\nYours,\n"
            "{dealership}",
            "{address}, здравствуйте!\n\nПроизводитель объявил отзывную кампанию, которая касается"
            " вашего автомобиля {car}: деталь заменят бесплатно. Ради вашей безопасности не"
            " откладывайте визит и запишитесь на удобный день.\n\nС уважением,\n{dealership}",
            "{address}，您好！\n\n厂家对您的{car}发起召回，相关零件将免费更换。为了您的安全，"
            "请尽快预约到店。\n\n此致\n{dealership}",
        ),
        _in("Recall of your {car}", "Отзывная кампания: {car}", "关于您的{car}的召回通知"),
        Paper.LETTER.value,
    ),
    StandardTemplate(
        "birthday_postcard", LETTER, ADVERTISING,
        _in("Postcard: birthday", "Открытка: день рождения", "明信片：生日祝福"),
        _in(
            "Dear {address},\n\nhappy birthday! We wish you health, joy and safe roads.\n\n"
            "{dealership}",
            "{address}!\n\nПоздравляем вас с днём рождения! Здоровья, радости и лёгких дорог."
            "\n\n{dealership}",
            "{address}，您好！\n\n祝您生日快乐，身体健康，一路平安！\n\n{dealership}",
        ),
        _in("Happy birthday!", "С днём рождения!", "生日快乐！"),
        Paper.POSTCARD.value,
    ),
    StandardTemplate(
        "holiday_postcard", LETTER, ADVERTISING,
        _in("Postcard: holiday greeting", "Открытка: с праздником", "明信片：节日祝福"),
        _in(
            "Dear {address},\n\nall of us wish you and your family a happy holiday and safe roads."
            "\n\n{dealership}",
            "{address}!\n\nПоздравляем вас и ваших близких с праздником и желаем лёгких дорог!"
            "\n\n{dealership}",
            "{address}，您好！\n\n祝您和家人节日快乐，出行平安！\n\n{dealership}",
        ),
        _in("Happy holidays", "С праздником!", "节日快乐"),
        Paper.POSTCARD.value,
    ),
)  # fmt: skip
