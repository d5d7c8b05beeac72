"""What customers usually answer to the standard scripts, and what is said then; by language."""

from dataclasses import dataclass

from communications.models import Touch
from followups.models import ScriptBranch

LeadsTo = ScriptBranch.LeadsTo
Kind = Touch.Outcome


@dataclass(frozen=True)
class StandardAnswer:
    """leads_to: one of ScriptBranch.LeadsTo, or the kind of a standard outcome."""

    hears: dict[str, str]
    says: dict[str, str]
    leads_to: str = ""
    answers: "tuple[StandardAnswer, ...]" = ()


def _answer(
    *,
    en: tuple[str, str],
    ru: tuple[str, str],
    zh: tuple[str, str],
    leads_to: str = "",
    answers: tuple[StandardAnswer, ...] = (),
) -> StandardAnswer:
    """Each language: (what the customer says, what the caller says)."""
    languages = {"en": en, "ru": ru, "zh-hans": zh}
    return StandardAnswer(
        hears={language: hears for language, (hears, _says) in languages.items()},
        says={language: says for language, (_hears, says) in languages.items()},
        leads_to=leads_to,
        answers=answers,
    )


NO_TIME = _answer(
    en=("No time now", "Of course. When may I call you again?"),
    ru=("Сейчас некогда", "Конечно. Когда вам удобно поговорить?"),
    zh=("现在没空", "没问题，您什么时候方便，我再给您打过来？"),
    leads_to=Kind.CALL_BACK,
)
NO_MORE_CALLS = _answer(
    en=("Do not call me any more", "I am sorry to have troubled you. I note it at once."),
    ru=("Больше не звоните", "Извините за беспокойство. Сразу это отмечаю."),
    zh=("以后别再打了", "打扰您了，非常抱歉，我马上做好记录。"),
    leads_to=Kind.DO_NOT_CALL,
)
CAR_IS_SOLD = _answer(
    en=("The car is sold", "Thank you for telling me. I correct it. What do you drive now?"),
    ru=("Машина продана", "Спасибо, что сказали, исправлю у нас. На чём вы ездите теперь?"),
    zh=("车已经卖了", "谢谢您告知，我来更正资料。请问您现在开什么车？"),
    leads_to=Kind.NOT_OWNER,
)
UNHAPPY = _answer(
    en=("Not satisfied", "I am sorry. Tell me what happened, I write it down."),
    ru=("Не всё понравилось", "Мне очень жаль. Расскажите, что случилось, я всё запишу."),
    zh=("不满意", "非常抱歉。请您说说是什么情况，我来记录。"),
    leads_to=LeadsTo.COMPLAINT,
)
WANTS_A_VISIT = _answer(
    en=("Wants to come", "Gladly. Which day suits you, in the morning or after work?"),
    ru=("Хочет приехать", "С удовольствием запишу. Какой день вам удобен, утром или после работы?"),
    zh=("想预约进店", "好的。您哪天方便，上午还是下班以后？"),
    leads_to=LeadsTo.PROMISE,
)
TOO_EXPENSIVE = _answer(
    en=("Too expensive", "I understand. Shall I work out the price for your {car} exactly?"),
    ru=("Слишком дорого", "Понимаю. Посчитать точную цену для вашего {car}?"),
    zh=("太贵了", "理解。要不要我为您的{car}算一下准确的价格？"),
    answers=(
        _answer(
            en=("Yes, send the price", "Good. I send it today."),
            ru=("Да, пришлите расчёт", "Хорошо, пришлю сегодня."),
            zh=("好，发我报价", "好的，今天就发给您。"),
            leads_to=LeadsTo.PROMISE,
        ),
        _answer(
            en=("No, not needed", "All right. Should anything change, I am glad to help."),
            ru=("Нет, не нужно", "Хорошо. Если что-то изменится, мы на связи."),
            zh=("不用了", "好的，以后有需要随时联系我。"),
            leads_to=Kind.REFUSED,
        ),
    ),
)
ELSEWHERE = _answer(
    en=("Goes to another garage", "May I ask what was better there than with us?"),
    ru=("Обслуживается в другом месте", "Можно спросить, что там лучше, чем у нас?"),
    zh=("去别家做了", "方便问一下，那边哪里比我们做得好吗？"),
    answers=(TOO_EXPENSIVE, UNHAPPY),
)
SATISFIED = _answer(
    en=("All is well", "I am glad. May I ask three short questions?"),
    ru=("Всё хорошо", "Приятно слышать. Можно задать три коротких вопроса?"),
    zh=("都挺好", "太好了。可以请教您三个简短的问题吗？"),
    leads_to=LeadsTo.SURVEY,
)
THANKS = _answer(
    en=("Thanks", "All the best to you, and good roads!"),
    ru=("Благодарит", "Всего вам доброго и лёгких дорог!"),
    zh=("谢谢", "祝您一切顺利，一路平安！"),
    leads_to=Kind.REACHED,
)
HAS_A_QUESTION = _answer(
    en=("Has a question about the car", "I find that out and come back to you."),
    ru=("Есть вопрос по машине", "Узнаю и перезвоню вам с ответом."),
    zh=("有用车问题", "我去确认一下，再回复您。"),
    leads_to=LeadsTo.PROMISE,
)
INTERESTED = _answer(
    en=("Interested", "I prepare it and come back to you with figures."),
    ru=("Интересно", "Подготовлю и вернусь к вам с цифрами."),
    zh=("有兴趣", "我准备好方案，再跟您联系。"),
    leads_to=LeadsTo.PROMISE,
)
NOT_INTERESTED = _answer(
    en=("Not interested", "All right. Should anything change, I am glad to help."),
    ru=("Не интересно", "Хорошо. Если что-то изменится, мы на связи."),
    zh=("没兴趣", "好的，以后有需要随时联系我。"),
    leads_to=Kind.REFUSED,
)
SETTLED = _answer(
    en=("All is settled", "I am glad. Thank you for your patience."),
    ru=("Всё решено", "Это хорошая новость. Спасибо за терпение."),
    zh=("已经解决了", "太好了，感谢您的耐心。"),
    leads_to=Kind.REACHED,
)
STILL_OPEN = _answer(
    en=("It is not settled", "I am sorry. What is still missing? I write it down."),
    ru=("Вопрос не решён", "Мне очень жаль. Чего не хватает? Я всё запишу."),
    zh=("还没解决", "非常抱歉。还差什么？我来记录。"),
    leads_to=LeadsTo.COMPLAINT,
)

OFFER = (INTERESTED, TOO_EXPENSIVE, NOT_INTERESTED, CAR_IS_SOLD, NO_TIME)
GREETING = (THANKS, HAS_A_QUESTION, NO_MORE_CALLS)

# by the codes of the standard scripts
STANDARD_ANSWERS: dict[str, tuple[StandardAnswer, ...]] = {
    "delivery": (SATISFIED, HAS_A_QUESTION, UNHAPPY, NO_TIME),
    "first_month": (SATISFIED, HAS_A_QUESTION, UNHAPPY, NO_TIME),
    "visit": (SATISFIED, UNHAPPY, CAR_IS_SOLD, NO_TIME),
    "maintenance": (WANTS_A_VISIT, TOO_EXPENSIVE, ELSEWHERE, CAR_IS_SOLD, NO_TIME),
    "warranty": (WANTS_A_VISIT, UNHAPPY, CAR_IS_SOLD, NO_TIME),
    "insurance": OFFER,
    "loan": OFFER,
    "birthday": GREETING,
    "absence": (WANTS_A_VISIT, ELSEWHERE, UNHAPPY, CAR_IS_SOLD, NO_TIME),
    "reply": (HAS_A_QUESTION, WANTS_A_VISIT, UNHAPPY, NO_TIME),
    "low_answer": (UNHAPPY, SETTLED, NO_TIME),
    "complaint": (SETTLED, STILL_OPEN, NO_TIME),
    "referral": GREETING,
    "trade_in": OFFER,
    "holiday": GREETING,
}
