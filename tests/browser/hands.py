"""Three pairs of hands that do the same: by keys alone, by clicks without dragging, by a thumb on a phone.

hand = Keys()
hand.press(anouk.get_by_role("button", name="Erbij"))
hand.write(anouk.get_by_label("Bewaar voor straks"), "Dit herken ik")
"""

from typing import Any

from browser.people import PHONE, wait_settled
from playwright.sync_api import Locator, Page, expect

HERE = "(node) => node === document.activeElement"
#: WCAG 2.4.11: no bar covers all of what has the focus.
IN_SIGHT = """(node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  const covers = (x, y) => {
    const found = document.elementFromPoint(left + x * width, top + y * height);
    return node.contains(found) || Array.from(node.labels ?? []).some((label) => label.contains(found));
  };
  return [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => covers(x, y)));
}"""


class Keys:
    """Nothing but a keyboard; and wherever it acts, the focus stays somewhere."""

    device: dict[str, Any] = {}

    def press(self, button: Locator) -> None:
        walk_to(button, "ArrowDown" if button.get_attribute("role") == "menuitem" else "Tab")
        button.page.keyboard.press("Enter")
        wait_settled(button.page)
        assert has_focus(button.page), f"the focus was lost after {button}"

    def write(self, field: Locator, text: str) -> None:
        walk_to(field)
        field.page.keyboard.type(text)

    def tick(self, radio: Locator) -> None:
        group = radio.page.locator(f'input[name="{radio.get_attribute("name")}"]')
        walk_to(group.first)
        for _ in range(group.count()):
            radio.page.keyboard.press("ArrowDown")
            if radio.is_checked():
                return
        raise AssertionError(f"the arrows do not reach {radio}")

    def pick(self, box: Locator, words: str) -> None:
        walk_to(box)
        box.page.keyboard.type(words[:4])
        expect(box.locator("option:checked")).to_have_text(words)

    def unfold(self, fold: Locator) -> None:
        self.press(fold.locator("summary").first)


class Mouse:
    """Nothing but single clicks."""

    device: dict[str, Any] = {}

    def press(self, button: Locator) -> None:
        wait_settled(button.page)
        self.touch(button)

    def write(self, field: Locator, text: str) -> None:
        self.touch(field)
        field.page.keyboard.type(text)

    def tick(self, radio: Locator) -> None:
        self.touch(radio)
        expect(radio).to_be_checked()

    def pick(self, box: Locator, words: str) -> None:
        box.select_option(words)  # its list is the system's own, out of a test's reach

    def unfold(self, fold: Locator) -> None:
        self.touch(fold.locator("summary").first)

    def touch(self, place: Locator) -> None:
        place.click()


class Thumb(Mouse):
    """Nothing but taps, on a phone, on things that are large enough."""

    device = PHONE

    def press(self, button: Locator) -> None:
        wait_settled(button.page)
        box = button.bounding_box()
        assert box
        assert box["height"] >= 24, f"{button} is {box['height']} high"
        assert box["width"] >= 24, f"{button} is {box['width']} wide"
        self.touch(button)

    def touch(self, place: Locator) -> None:
        place.tap()


def has_focus(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement !== document.body"))


def walk_to(place: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there, as somebody does who has no mouse."""
    for _ in range(160):
        if place.evaluate(HERE):
            assert place.evaluate(IN_SIGHT), f"{place} has the focus, and something lies over it"
            return
        place.page.keyboard.press(key)
    raise AssertionError(f"no way by {key} to {place}")


def walk_back_to(place: Locator) -> None:
    walk_to(place, "Shift+Tab")
