"""Two files of one kind as one: what the first says is added to what the second says."""

from collections.abc import Collection

from assembler.read.tree import Data, Place, Tree


def laid_over(over: Tree, under: Tree, *, adding: Collection[str] = ()) -> Tree:
    """The second tree with what the first says in its place: the keys of the file, and the entries
    below them, each by its name; the lists under the keys of `adding` stand before the second's.

    Every value keeps the place where it was typed. Linear in the size of both.
    """
    value, place = _merged(over.value, over.place, under.value, under.place, adding, 2)
    warnings = (*over.warnings, *under.warnings)
    return Tree(value, place, over.file, over.sha256 + under.sha256, warnings)


def _merged(
    over: Data,
    over_place: Place,
    under: Data,
    under_place: Place,
    adding: Collection[str],
    levels: int,
) -> tuple[Data, Place]:
    if not levels or not isinstance(over, dict) or not isinstance(under, dict):
        return over, over_place
    values: dict[str, Data] = {**under, **over}
    places: dict[str | int, Place] = {**under_place.children, **over_place.children}
    for key in under.keys() & over.keys():
        first, second = over[key], under[key]
        at, below = over_place.children[key], under_place.children[key]
        if key in adding and isinstance(first, list) and isinstance(second, list):
            values[key] = [*first, *second]
            moved: dict[str | int, Place] = {
                len(first) + n: below.children[n] for n in range(len(second))
            }
            places[key] = Place(at.at, at.key, {**at.children, **moved})
        else:
            values[key], places[key] = _merged(first, at, second, below, (), levels - 1)
    return values, Place(over_place.at, over_place.key, places)
