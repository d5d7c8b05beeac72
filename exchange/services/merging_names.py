"""Staff and lead sources that the rows name: who or what is not there yet is added."""

from customers.rules import fold, latin
from exchange.services.database import fetch, run_sql
from exchange.services.merging import Merge
from sales.models import LeadSource


def write_staff(merge: Merge) -> None:
    """A staff record without login for every name the rows know."""
    run_sql(
        """
        INSERT INTO dealerships_staffmember (dealership_id, name, created_at)
        SELECT DISTINCT %(dealership)s, name, %(at)s FROM (
            SELECT salesperson AS name FROM import_sales
            UNION ALL SELECT advisor FROM import_repair_orders
            UNION ALL SELECT salesperson FROM import_traffic
        ) AS said WHERE name <> ''
        ORDER BY name
        ON CONFLICT DO NOTHING
        """,
        merge.values,
    )


def write_lead_sources(merge: Merge) -> None:
    """import_lead_sources: staged text to id; a name that is not there yet is added."""
    texts = [
        text
        for [text] in fetch(
            """
            SELECT source FROM import_sales UNION SELECT source FROM import_traffic
            UNION SELECT source FROM import_marketing ORDER BY 1
            """
        )
        if text
    ]
    there = list(LeadSource.objects.for_dealership(merge.dealership))
    by_name = {fold(source.name): source.pk for source in there if source.name}
    by_code = {source.code: source.pk for source in there}
    run_sql("DROP TABLE IF EXISTS import_lead_sources")
    run_sql("CREATE TEMPORARY TABLE import_lead_sources (text text, id bigint) ON COMMIT DROP")
    for text in texts:
        pk = by_code.get(text) or by_name.get(fold(text))
        if pk is None:
            source = LeadSource.objects.create(
                dealership=merge.dealership, code=_new_code(text, by_code), name=text
            )
            if text in LeadSource.Standard.values:
                LeadSource.objects.filter(pk=source.pk).update(name="")
            pk = by_code[source.code] = by_name[fold(text)] = source.pk
        run_sql(
            "INSERT INTO import_lead_sources VALUES (%(text)s, %(pk)s)", {"text": text, "pk": pk}
        )


def _new_code(name: str, taken: dict[str, int]) -> str:
    """A code in Latin letters made from a name, not yet taken."""
    letters = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in latin(name))
    code = "_".join(part for part in letters.split("_") if part)[:40] or "source"
    number = 1
    unique = code
    while unique in taken:
        number += 1
        unique = f"{code}_{number}"
    return unique
