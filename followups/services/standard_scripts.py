"""What a caller says to begin with, in the three languages; variables as in followups.scripts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardScript:
    names: dict[str, str]
    texts: dict[str, str]


def _script(*, en: tuple[str, str], ru: tuple[str, str], zh: tuple[str, str]) -> StandardScript:
    """Each language: (name, text)."""
    languages = {"en": en, "ru": ru, "zh-hans": zh}
    return StandardScript(
        names={language: name for language, (name, _text) in languages.items()},
        texts={language: text for language, (_name, text) in languages.items()},
    )


STANDARD_SCRIPTS = {
    "delivery": _script(
        en=(
            "After the delivery",
            "Good day, {address}! This is {caller} from {dealership}. You have been driving your "
            "{car} for a few days. Is everything to your liking? Is there anything about the car "
            "we should explain once more?",
        ),
        ru=(
            "После выдачи",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вы уже несколько дней ездите на "
            "{car}. Всё ли вам нравится? Нужно ли ещё раз что-то показать или объяснить?",
        ),
        zh=(
            "交车回访",
            "{address}您好！我是{dealership}的{caller}。您的{car}已经开了几天，用着还满意吗？"
            "有没有哪些功能需要我们再为您讲解一下？",
        ),
    ),
    "first_month": _script(
        en=(
            "First month",
            "Good day, {address}! This is {caller} from {dealership}. A month with your {car}: how "
            "does it drive? I would like to remind you of the first maintenance and answer your "
            "questions.",
        ),
        ru=(
            "Первый месяц",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Месяц вместе с {car}: какие "
            "впечатления? Хочу напомнить о первом ТО и ответить на ваши вопросы.",
        ),
        zh=(
            "满月回访",
            "{address}您好！我是{dealership}的{caller}。您的{car}用车满一个月了，感觉如何？"
            "同时提醒您首次保养，有问题都可以问我。",
        ),
    ),
    "visit": _script(
        en=(
            "After the service visit",
            "Good day, {address}! This is {caller} from {dealership}. You were in our service with "
            "your {car}. Are you satisfied with the work? May I ask three short questions?",
        ),
        ru=(
            "После визита в сервис",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вы были у нас в сервисе на "
            "{car}. Довольны ли вы работой? Можно задать три коротких вопроса?",
        ),
        zh=(
            "进站回访",
            "{address}您好！我是{dealership}的{caller}。您的{car}前几天来我店做了服务，"
            "对这次服务满意吗？可以请教您三个简短的问题吗？",
        ),
    ),
    "maintenance": _script(
        en=(
            "Maintenance due",
            "Good day, {address}! This is {caller} from {dealership}. Your {car} is about due for "
            "maintenance ({date}). Which day and time suit you?",
        ),
        ru=(
            "Приглашение на ТО",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вашему {car} скоро пора на ТО "
            "({date}). В какой день и час вам удобно приехать?",
        ),
        zh=(
            "保养邀约",
            "{address}您好！我是{dealership}的{caller}。您的{car}快到保养时间了（{date}），"
            "您哪天、几点方便过来？",
        ),
    ),
    "warranty": _script(
        en=(
            "Warranty ends",
            "Good day, {address}! This is {caller} from {dealership}. The warranty of your {car} "
            "ends on {date}. Let us check the car while repairs are still free of charge. "
            "When would it suit you?",
        ),
        ru=(
            "Окончание гарантии",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Гарантия на ваш {car} "
            "заканчивается {date}. Давайте проверим автомобиль, пока ремонт ещё бесплатный. "
            "Когда вам удобно?",
        ),
        zh=(
            "质保到期提醒",
            "{address}您好！我是{dealership}的{caller}。您的{car}质保将于{date}到期，"
            "建议在免费维修期内来店检查一次，您什么时候方便？",
        ),
    ),
    "insurance": _script(
        en=(
            "Insurance ends",
            "Good day, {address}! This is {caller} from {dealership}. The policy for your {car} "
            "ends on {date}. Shall I compare offers and prepare the renewal?",
        ),
        ru=(
            "Окончание полиса",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Полис на ваш {car} действует до "
            "{date}. Подобрать варианты и подготовить продление?",
        ),
        zh=(
            "续保提醒",
            "{address}您好！我是{dealership}的{caller}。您的{car}保险将于{date}到期，"
            "需要我为您比较报价并办理续保吗？",
        ),
    ),
    "loan": _script(
        en=(
            "Loan ends",
            "Good day, {address}! This is {caller} from {dealership}. The loan on your {car} ends "
            "on {date}. Have you thought about your next car? I can prepare a trade-in estimate.",
        ),
        ru=(
            "Окончание кредита",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Кредит за ваш {car} "
            "заканчивается {date}. Думали ли вы о следующем автомобиле? Подготовлю оценку "
            "по трейд-ин.",
        ),
        zh=(
            "贷款结清",
            "{address}您好！我是{dealership}的{caller}。您的{car}贷款将于{date}结清，"
            "有没有考虑换新车？我可以先为您做置换评估。",
        ),
    ),
    "birthday": _script(
        en=(
            "Birthday",
            "Good day, {address}! This is {caller} from {dealership}. Happy birthday! We wish you "
            "good health and easy roads.",
        ),
        ru=(
            "День рождения",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Поздравляем вас с днём рождения! "
            "Здоровья вам и лёгких дорог.",
        ),
        zh=(
            "生日祝福",
            "{address}您好！我是{dealership}的{caller}。祝您生日快乐，身体健康，一路平安！",
        ),
    ),
    "absence": _script(
        en=(
            "Not seen for long",
            "Good day, {address}! This is {caller} from {dealership}. We have not seen you and "
            "your {car} for a while. Is everything all right with the car? Is there anything we "
            "should have done better?",
        ),
        ru=(
            "Давно не были",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Давно не видели вас и ваш {car}. "
            "Всё ли в порядке с автомобилем? Может быть, мы что-то сделали не так?",
        ),
        zh=(
            "久未进站",
            "{address}您好！我是{dealership}的{caller}。好久没见到您和您的{car}了，"
            "车况还好吗？我们有哪些地方需要改进？",
        ),
    ),
    "reply": _script(
        en=(
            "Answer to a message",
            "Good day, {address}! This is {caller} from {dealership}. You wrote to us, thank you: "
            "I would like to answer you in person. Do you have a minute?",
        ),
        ru=(
            "Ответ на сообщение",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вы нам написали, спасибо. "
            "Хочу ответить вам лично. Есть у вас минута?",
        ),
        zh=(
            "回复来信",
            "{address}您好！我是{dealership}的{caller}。收到您的留言，谢谢！"
            "我想当面给您答复，现在方便吗？",
        ),
    ),
    "low_answer": _script(
        en=(
            "After a bad answer",
            "Good day, {address}! This is {caller} from {dealership}. You told us that not "
            "everything was right, thank you for being frank. What happened, and what can we do "
            "about it?",
        ),
        ru=(
            "После плохой оценки",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вы сказали, что не всё было "
            "хорошо, спасибо за откровенность. Что случилось и как мы можем это исправить?",
        ),
        zh=(
            "不满意回访",
            "{address}您好！我是{dealership}的{caller}。您反映我们有做得不好的地方，感谢您的坦诚。"
            "具体是什么情况？我们该怎么改进？",
        ),
    ),
    "complaint": _script(
        en=(
            "After a complaint",
            "Good day, {address}! This is {caller} from {dealership}. We settled your complaint "
            "some days ago. Is everything all right now? Is anything still open?",
        ),
        ru=(
            "После жалобы",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Несколько дней назад мы закрыли "
            "вашу жалобу. Теперь всё в порядке? Остались ли вопросы?",
        ),
        zh=(
            "投诉后回访",
            "{address}您好！我是{dealership}的{caller}。您前几天的投诉我们已处理完毕，"
            "现在一切都好吗？还有没有未解决的问题？",
        ),
    ),
    "referral": _script(
        en=(
            "Thanks for a referral",
            "Good day, {address}! This is {caller} from {dealership}. You recommended us, and a "
            "new car has just been delivered. Thank you very much for your trust!",
        ),
        ru=(
            "Спасибо за рекомендацию",
            "Здравствуйте, {address}! Это {caller}, {dealership}. По вашей рекомендации у нас "
            "купили автомобиль. Большое спасибо за доверие!",
        ),
        zh=(
            "转介绍致谢",
            "{address}您好！我是{dealership}的{caller}。您介绍的朋友已在我店提车，"
            "非常感谢您的信任和推荐！",
        ),
    ),
    "trade_in": _script(
        en=(
            "Trade-in",
            "Good day, {address}! This is {caller} from {dealership}. You have been driving your "
            "{car} for some years. Shall I estimate what it is worth today, and show you what is "
            "new?",
        ),
        ru=(
            "Трейд-ин",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Вы уже несколько лет ездите на "
            "{car}. Оценить, сколько он стоит сегодня, и рассказать о новинках?",
        ),
        zh=(
            "置换邀约",
            "{address}您好！我是{dealership}的{caller}。您的{car}已经开了几年，"
            "需要我为您做个免费的置换评估，顺便介绍一下新车型吗？",
        ),
    ),
    "holiday": _script(
        en=(
            "Holiday greeting",
            "Good day, {address}! This is {caller} from {dealership}. We wish you and your family "
            "a happy holiday!",
        ),
        ru=(
            "Поздравление с праздником",
            "Здравствуйте, {address}! Это {caller}, {dealership}. Поздравляем вас и ваших близких "
            "с праздником!",
        ),
        zh=(
            "节日祝福",
            "{address}您好！我是{dealership}的{caller}。祝您和家人节日快乐，万事如意！",
        ),
    ),
}
