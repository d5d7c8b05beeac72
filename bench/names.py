"""Words of which the bench's customers are named: 100 frequent Russian surnames and rarer ones."""

from collections.abc import Iterator
from itertools import product

from customers.rules import fold, latin

FREQUENT = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Федоров Морозов Волков Алексеев "
    "Лебедев Семенов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев "
    "Соловьев Борисов Яковлев Григорьев Романов Воробьев Сергеев Кузьмин Фролов Александров Дмитриев Королев "
    "Гусев Киселев Ильин Максимов Поляков Сорокин Виноградов Ковалев Белов Медведев Антонов Тарасов Жуков "
    "Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов "
    "Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев "
    "Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышев Быков "
    "Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарев Голубев Кудрявцев Прохоров"
).split()
RARE_STARTS = "Бар Вер Гал Дор Жел Зар Кал Лом Мур Нар Пан Рад Сав Тар Ушак Фар Хвор Цвет Чер Шур".split()
RARE_MIDDLES = "ан ел ин ов ук аш ен ыр ат ик".split()
RARE_ENDS = "ов ев ин ков нев шин цев лов бин тов".split()
MALE = (
    "Александр Алексей Андрей Антон Артём Борис Вадим Виктор Владимир Глеб Григорий Денис Дмитрий Евгений "
    "Иван Игорь Илья Кирилл Константин Максим Михаил Никита Николай Олег Павел Пётр Роман Сергей Тимур Юрий"
).split()
FEMALE = (
    "Алина Анастасия Анна Валентина Валерия Вера Виктория Галина Дарья Екатерина Елена Ирина Ксения Лариса "
    "Людмила Мария Марина Надежда Наталья Нина Оксана Ольга Полина Светлана София Татьяна Юлия Яна"
).split()
FATHERS = "Александр Антон Борис Виктор Владимир Денис Иван Максим Михайл Павл Петр Роман Степан".split()
CHINESE_FAMILY = (
    "王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 黄 huang 赵 zhao 吴 wu 周 zhou 徐 xu 孙 sun 马 ma 朱 zhu "
    "胡 hu 郭 guo 何 he 林 lin 高 gao 罗 luo"
).split()
CHINESE_GIVEN = (
    "伟 wei 芳 fang 娜 na 敏 min 静 jing 丽 li 强 qiang 磊 lei 军 jun 洋 yang 勇 yong 艳 yan 杰 jie 涛 tao "
    "明 ming 超 chao 秀 xiu 霞 xia 平 ping 刚 gang 桂 gui 英 ying 华 hua 玉 yu 萍 ping 红 hong 玲 ling 文 wen"
).split()

Word = tuple[str, int, str, str, str]
"""(list it belongs to, place in it, as written, folded, in Latin letters)"""


def words() -> Iterator[Word]:
    """Every word, numbered within its list from 0."""
    rare = ["".join(parts) for parts in product(RARE_STARTS, RARE_MIDDLES, RARE_ENDS)]
    yield from _russian("frequent", FREQUENT)
    yield from _russian("rare", rare)
    yield from _russian("given m", MALE)
    yield from _russian("given f", FEMALE)
    yield from _russian("patronymic m", [f"{father}ович" for father in FATHERS])
    yield from _russian("patronymic f", [f"{father}овна" for father in FATHERS])
    families = list(zip(CHINESE_FAMILY[::2], CHINESE_FAMILY[1::2], strict=True))
    given = list(zip(CHINESE_GIVEN[::2], CHINESE_GIVEN[1::2], strict=True))
    for place, (character, reading) in enumerate(families):
        yield ("family cn", place, character, reading, reading[0])
    for place, ((first, one), (second, two)) in enumerate(product(given, given)):
        yield ("given cn", place, first + second, f"{one} {two}", one[0] + two[0])


def _russian(kind: str, names: list[str]) -> Iterator[Word]:
    for place, name in enumerate(names):
        yield (kind, place, name, fold(name), latin(name))
