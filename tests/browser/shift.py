"""An operator at the keyboard, on a layout of their own; nothing here knows a mouse."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

ENGLISH: dict[str, str] = {}
RUSSIAN = {
    "KeyA": "ф", "KeyD": "в", "KeyL": "д", "KeyN": "т", "KeyP": "з", "KeyQ": "й", "KeyR": "к",
    "KeyT": "е", "KeyX": "ч", "KeyZ": "я",
}  # fmt: skip
# with the input method off letters are Latin, but the signs are the wide ones
CHINESE = {code: code[-1].lower() for code in RUSSIAN}
LAYOUTS = {"english": ENGLISH, "russian": RUSSIAN, "chinese": CHINESE}
QUESTION_MARKS = {"english": "?", "russian": ",", "chinese": "？"}
NOTES = {
    "english": "2 winter sets",
    "russian": "зимняя резина, 2 комплекта",
    "chinese": "冬季胎两套",
}

NO_MOUSE = """
    for (const name of ['mousedown', 'pointerdown', 'touchstart'])
        document.addEventListener(name, () => { throw new Error('a mouse'); }, true);
"""


class Shift:
    """Calls one after the other; each method is one call, from the card in hand to the next."""

    def __init__(self, page: Page, layout: str) -> None:
        self.page = page
        self.layout = layout
        self.heading = page.locator("#call h2[data-focus]")
        self.form = page.locator("#call-form")
        self._session = page.context.new_cdp_session(page)
        page.evaluate(NO_MOUSE)

    def key(self, code: str, *, shift: bool = False) -> None:
        """A key at its place on the keyboard, with the character of the layout."""
        character = LAYOUTS[self.layout].get(code)
        if character is None:
            self.page.keyboard.press(f"Shift+{code}" if shift else code)
            return
        self.send(code, character, shift=shift)

    def send(self, code: str, character: str, *, shift: bool = False) -> None:
        event = {"code": code, "key": character, "modifiers": 8 if shift else 0}
        self._session.send(
            "Input.dispatchKeyEvent", {"type": "keyDown", "text": character, **event}
        )
        self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def begin(self) -> None:
        self.key("KeyN")
        expect(self.heading).to_be_focused()

    def save(self, key: str = "Enter") -> None:
        """Save the card in hand; the next one is there, with its keys."""
        before = self.form.get_attribute("action")
        self.page.keyboard.press(key)
        expect(self.form).not_to_have_attribute("action", before or "")
        expect(self.heading).to_be_focused()

    def choose(self, digit: int) -> None:
        self.key(f"Digit{digit}")
        self.save()

    def reached(self) -> None:
        self.choose(1)

    def no_answer(self) -> None:
        self.choose(2)

    def refused(self) -> None:
        self.choose(6)

    def call_back(self) -> None:
        self.key("KeyL")
        expect(self.page.locator("[name='callback_at']")).to_be_focused()
        self.save()

    def with_a_note(self) -> None:
        self.key("KeyT")
        self.page.keyboard.insert_text(NOTES[self.layout])
        self.key("Escape")
        self.choose(1)

    def taken_back(self) -> None:
        """Saved wrongly: Z brings the card back, and it is saved rightly."""
        before = self.form.get_attribute("action")
        self.choose(1)
        self.page.locator("[data-undo]").last.wait_for()
        self.key("KeyZ")
        expect(self.form).to_have_attribute("action", before or "")
        expect(self.heading).to_be_focused()
        self.choose(2)

    def complained(self) -> None:
        self.key("KeyX")
        expect(self.page.locator("#complaint-form [name='category']")).to_be_focused()
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Tab")
        self._fill("#complaint-form [name='text']", "Three hours late")
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("#complaint-form.notice-kept")).to_be_visible()
        self.key("Escape")
        self.choose(1)

    def promised(self) -> None:
        self.key("KeyP")
        expect(self.page.locator("#promise-form [name='text']")).to_be_focused()
        self.page.keyboard.insert_text("Send the price")
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("#promise-made")).to_be_visible()
        self.key("Escape")
        self.choose(1)

    def asked(self) -> None:
        """The survey answered inside the call."""
        self.key("KeyQ")
        self.page.locator("#survey-form form").wait_for()
        self.key("Digit2", shift=True)
        self.page.keyboard.press("Alt+Digit1")
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("#survey-form.notice-kept")).to_be_visible()
        self.key("Escape")
        self.choose(1)

    def followed_the_script(self) -> None:
        """The fourth answer, "no time", opens in place and leads to a promised call."""
        self.key("Digit4", shift=True)
        self.key("KeyA")
        expect(self.page.locator("[name='callback_at']")).to_be_focused()
        self.save()

    def _fill(self, field: str, words: str) -> None:
        """Tab on to the field, and write."""
        target = self.page.locator(field)
        for _field in range(8):
            if target.evaluate("field => field === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.insert_text(words)


Call = Callable[[Shift], None]
# ten kinds of calls; each but the shortest once
ROUND: tuple[Call, ...] = (
    Shift.reached,
    Shift.no_answer,
    Shift.with_a_note,
    Shift.call_back,
    Shift.taken_back,
    Shift.complained,
    Shift.promised,
    Shift.asked,
    Shift.followed_the_script,
    Shift.refused,
)
