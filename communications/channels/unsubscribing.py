"""What lets a mail program end advertising by one click (RFC 2369, RFC 8058)."""

from communications import opt_out_links
from communications.models import Message, OptOutLink


def headers(message: Message, *, sender: str) -> dict[str, str]:
    """The headers of the message (one query); one click only where the page is behind TLS."""
    mailto = f"<mailto:{sender}?subject=unsubscribe%20{message.uid}>"
    link = OptOutLink.objects.filter(message=message.pk).first()
    if link is None:
        return {"List-Unsubscribe": mailto}
    url = opt_out_links.url_of(link.token)
    found = {"List-Unsubscribe": f"<{url}>, {mailto}"}
    if url.startswith("https://"):
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
