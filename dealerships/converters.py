"""Arguments of paths that are more than a number or a word; dealercrm/urls.py registers them."""

from dealerships.exports import Format


class ExportFormat:
    """<export:form>: a kind of file that lists go out as; any other is no page."""

    regex = "|".join(Format)

    def to_python(self, value: str) -> Format:
        return Format(value)

    def to_url(self, value: str) -> str:
        return value
