"""Keys for machines: issued once, kept as a digest, checked at each request."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from dealerships.members import Member, member_of
from dealerships.models import ApiKey, Dealership, User

PREFIX_LENGTH = 8
SECRET_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)
"""How often the last use is written down: a busy machine must not write at each request."""


class KeyRefused(Exception):
    """Unknown, expired or revoked, or the person it acts for does not work here any more."""


@dataclass(frozen=True)
class Caller:
    """Who calls: the key, and the member in whose name it acts."""

    key: ApiKey
    member: Member


def issue_key(
    *,
    dealership: Dealership,
    user: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None,
) -> tuple[ApiKey, str]:
    """A new key to this dealership in the name of `user`, and its secret, told only now."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    secret = f"{prefix}.{secrets.token_urlsafe(SECRET_BYTES)}"
    key = ApiKey.objects.create(
        dealership=dealership,
        user=user,
        name=name,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        expires_at=expires_at,
    )
    return key, secret


def revoke_key(*, key: ApiKey, at: datetime) -> None:
    """End a key from now on; a revoked key stays revoked since it was."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)


def caller_of(secret: str, *, at: datetime) -> Caller:
    """Who calls with this secret (two queries). Raises KeyRefused."""
    key = (
        ApiKey.objects.filter(digest=digest_of(secret), revoked_at=None)
        .select_related("dealership", "user")
        .first()
    )
    if key is None or (key.expires_at is not None and key.expires_at <= at):
        raise KeyRefused
    member = member_of(key.user, key.dealership.slug)
    if member is None:
        raise KeyRefused
    if key.last_used_at is None or at - key.last_used_at >= SEEN_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    return Caller(key=key, member=member)


def digest_of(secret: str) -> str:
    """SHA-256 in hex. The secret is 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
