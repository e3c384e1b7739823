"""Strings to values: the printed number, its magnitude and its currency, as exact decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from price_parser import Price

from pipeline.patterns import alternation, vocabulary

WORDS = vocabulary("money")
LETTERS: dict[str, int] = WORDS["magnitude_letters"]
POWERS: dict[str, int] = WORDS["magnitude_words"]
CARDINALS: dict[str, int] = WORDS["cardinals"]
SYMBOLS: dict[str, str] = WORDS["currencies"]
UNITS: dict[str, str] = WORDS["currency_words"]
HUNDREDTHS: dict[str, str] = WORDS["hundredth_words"]

DIGITS = re.compile(r"\d+(?:[,.\s]+\d+)*")
LETTER = re.compile(rf"(?<=[\d\s-]){alternation(LETTERS)}(?![a-z])", re.IGNORECASE)
POWER = re.compile(rf"{alternation(POWERS)}(?![a-z])", re.IGNORECASE)
SYMBOL = re.compile(alternation(SYMBOLS), re.IGNORECASE)
UNIT = re.compile(rf"(?<![a-z]){alternation(UNITS)}(?![a-z])", re.IGNORECASE)
HUNDREDTH = re.compile(rf"(?<![a-z]){alternation(HUNDREDTHS)}$", re.IGNORECASE)
FRACTION = re.compile(r"(three[\s-]quarters|half|quarter)(?:\s+of)?[\s-]+an?\b", re.IGNORECASE)
PART = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "three quarters": Decimal("0.75")}


@dataclass(frozen=True)
class Sum:
    """A printed sum: `number` as printed, times ten to the `power`, in a currency.

    `step` is the value of one unit of its last printed digit: £17.5m is known to 100,000.
    """

    number: Decimal
    power: int | None
    currency: str
    step: Decimal

    @property
    def amount(self) -> Decimal:
        """The value in whole units of the currency."""
        return scale(self.number, self.power or 0)


def scale(number: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, without exponents in the result.

    >>> scale(Decimal("17.567"), 6), scale(Decimal("50"), -2)
    (Decimal('17567000'), Decimal('0.50'))
    """
    moved = number.scaleb(power)
    return moved.quantize(Decimal(1)) if moved == moved.to_integral_value() else moved


def read_digits(text: str) -> Decimal:
    """Read digits with thousands by comma or space.

    >>> read_digits("1 234 567"), read_digits("17.567")
    (Decimal('1234567'), Decimal('17.567'))

    Raises ValueError for anything else.
    """
    found: Decimal | None = Price.fromstring(" ".join(text.split()), decimal_separator=".").amount
    if found is None:
        raise ValueError(f"no number in {text!r}")
    return found


def read_words(text: str) -> Decimal:
    """Read a number in words, without its magnitude.

    >>> read_words("one and a half"), read_words("two hundred and fifty"), read_words("half a"), read_words("a")
    (Decimal('1.5'), Decimal('250'), Decimal('0.5'), Decimal('1'))

    Raises ValueError for a word that is no number.
    """
    lowered = text.lower()
    if fraction := FRACTION.search(lowered):
        return PART[" ".join(re.split(r"[\s-]+", fraction[1]))]
    total = Decimal(0)
    for word in re.findall(r"[a-z]+", lowered):
        if word == "hundred":
            total = (total or Decimal(1)) * 100
        elif word in ("half", "quarter"):
            total += PART[word]
        elif word in CARDINALS:
            total += CARDINALS[word]
        elif word not in ("and", "a", "an", "of"):
            raise ValueError(f"{word!r} is no number")
    return total or Decimal(1)


def read_sum(text: str) -> Sum:
    """Read one sum as printed.

    >>> read_sum("£17.567m").amount, read_sum("50p").amount, read_sum("six million pounds").amount
    (Decimal('17567000'), Decimal('0.50'), Decimal('6000000'))
    >>> read_sum("£6.80p").amount, read_sum("GBP 27 million").currency
    (Decimal('6.80'), 'GBP')

    Raises ValueError where there is no number.
    """
    text = text.strip()
    symbol = SYMBOL.match(text)
    body = text[symbol.end() :] if symbol else text
    hundredth = None if symbol else HUNDREDTH.search(body)
    if hundredth:
        body = body[: hundredth.start()]
    unit = UNIT.search(body)
    currency = (
        _value(SYMBOLS, symbol[0])
        if symbol
        else _value(HUNDREDTHS, hundredth[0])
        if hundredth
        else _value(UNITS, unit[0])
        if unit
        else "GBP"
    )
    if unit:
        body = body[: unit.start()]
    body = body.strip(" -\n\t\r")
    power, body = _power(body)
    digits = DIGITS.search(body)
    number = read_digits(digits[0]) if digits else read_words(body)
    if digits and re.search(r"and[\s-]+a[\s-]+(half|quarter)", body, re.IGNORECASE):
        number += PART["half" if "half" in body.lower() else "quarter"]
    if hundredth:
        power = -2
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    step = scale(Decimal(1), (power or 0) - places)
    if not places and power is None:
        step = Decimal(10) ** _zeros(number)
    return Sum(number, power, currency, step)


def _value(table: dict[str, str], found: str) -> str:
    words = " ".join(found.split())
    return next(value for word, value in table.items() if word.lower() == words.lower())


def _power(body: str) -> tuple[int | None, str]:
    """Take the magnitude off the end; a fraction keeps its article for `read_words`."""
    if found := list(POWER.finditer(body)):
        # "two hundred thousand": the last word scales, a hundred before it belongs to the number
        last = found[-1]
        if last[0].lower() != "hundred" or FRACTION.search(body):
            return POWERS[last[0].lower()], body[: last.start()].rstrip(" -\n\t\r")
        return None, body
    if letter := LETTER.search(body):
        return LETTERS[letter[0].lower()], body[: letter.start()].rstrip(" -\n\t\r")
    return None, body


def _zeros(number: Decimal) -> int:
    """Count the zeros at the end of a whole number."""
    digits = format(number, "f")
    return len(digits) - len(digits.rstrip("0")) if number else 0


def inherit(first: Sum, second: Sum) -> Sum:
    """Give the first sum of a range the magnitude of the second, where it has none and stays the smaller.

    >>> inherit(read_sum("£3"), read_sum("£5m")).amount
    Decimal('3000000')
    >>> inherit(read_sum("£50"), read_sum("£2m")).amount
    Decimal('50')
    """
    if first.power is None and second.power is not None and scale(first.number, second.power) <= second.amount:
        step = scale(first.step, second.power) if first.step < 1 else scale(Decimal(1), second.power)
        return Sum(first.number, second.power, first.currency, step)
    return first
