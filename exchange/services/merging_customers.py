"""Staged customers into customers, codes, contact points and consents."""

from typing import Any

from exchange.services.database import fetch, replace_temporary, run_sql
from exchange.services.first_load import first_load
from exchange.services.merging import Merge, hold_cards, set_repeats_aside


def merge_customers(merge: Merge) -> None:
    set_repeats_aside(merge, "customers")
    planned, created = _plan(merge)
    if not planned:
        return
    if created < planned:
        changed = "SELECT customer_id FROM import_customers WHERE code_id IS NOT NULL"
        hold_cards(changed, lock="NO KEY UPDATE")
    with first_load(created):
        _write_customers(merge)
        _write_contact_points()
        _write_consents(merge)


def _plan(merge: Merge) -> tuple[int, int]:
    """import_customers: the rows that are new or changed, with the id of their customer.

    A customer of several codes (merged cards) is described by the card with the oldest code;
    the others only add what they have more: phones, e-mails, consents.
    """
    staged = merge.staged("customers")
    planned = replace_temporary(
        "import_customers",
        f"""
        SELECT staged.*, known.id AS code_id,
            coalesce(known.customer_id, nextval('customers_customer_id_seq')) AS customer_id,
            NOT EXISTS (
                SELECT FROM customers_customercode AS older
                WHERE older.customer_id = known.customer_id AND older.id < known.id
            ) AS is_main
        FROM {staged} AS staged
        LEFT JOIN customers_customercode AS known
            ON known.source_id = %(source)s AND known.code = staged.code
        WHERE known.row_digest IS DISTINCT FROM staged.digest
        """,
        merge.values,
    )
    [[total]] = fetch(f"SELECT count(*) FROM {staged}")
    [[created]] = fetch("SELECT count(*) FROM import_customers WHERE code_id IS NULL")
    merge.count("customers", created=created, updated=planned - created, unchanged=total - planned)
    return planned, created


def _write_customers(merge: Merge) -> None:
    _add_customers(merge)
    _write_codes(merge)
    _update_customers(merge)


def _add_customers(merge: Merge) -> None:
    """Cards of codes that were not there, which the dealership sees."""
    values = merge.values
    run_sql(
        """
        INSERT INTO customers_customer (
            id, holding_id, kind, full_name, family_name, given_name, patronymic, gender,
            form_of_address, search_name, sort_name, birth_date, city, language, time_zone,
            preferred_channel, version, created_at, updated_at
        )
        SELECT customer_id, %(holding)s, kind, full_name, family_name, given_name, patronymic,
            gender, form_of_address, search_name, sort_name, birth_date, city, '', '',
            preferred_channel, 1, %(at)s, %(at)s
        FROM import_customers WHERE code_id IS NULL
        """,
        values,
    )
    run_sql(
        """
        INSERT INTO customers_customerrelation (holding_id, dealership_id, customer_id, since)
        SELECT %(holding)s, %(dealership)s, customer_id, %(at)s FROM import_customers
        WHERE code_id IS NULL
        """,
        values,
    )


def _write_codes(merge: Merge) -> None:
    """By its code and digest a row is known again."""
    values = merge.values
    run_sql(
        """
        INSERT INTO customers_customercode (
            dealership_id, source_id, code, customer_id, row_digest, imported_at
        )
        SELECT %(dealership)s, %(source)s, code, customer_id, digest, %(at)s
        FROM import_customers WHERE code_id IS NULL
        """,
        values,
    )
    run_sql(
        """
        UPDATE customers_customercode AS code SET row_digest = new.digest, imported_at = %(at)s
        FROM import_customers AS new WHERE code.id = new.code_id
        """,
        values,
    )


def _update_customers(merge: Merge) -> None:
    """What the export says; an empty cell takes nothing away that is known."""
    run_sql(
        """
        UPDATE customers_customer AS customer SET
            kind = new.kind, full_name = new.full_name, family_name = new.family_name,
            given_name = new.given_name, patronymic = new.patronymic,
            gender = coalesce(nullif(new.gender, ''), customer.gender),
            form_of_address = new.form_of_address, search_name = new.search_name,
            sort_name = new.sort_name,
            birth_date = coalesce(new.birth_date, customer.birth_date),
            city = coalesce(nullif(new.city, ''), customer.city),
            preferred_channel =
                coalesce(nullif(new.preferred_channel, ''), customer.preferred_channel),
            version = customer.version + 1, updated_at = %(at)s
        FROM import_customers AS new
        WHERE new.code_id IS NOT NULL AND new.is_main AND customer.id = new.customer_id
        """,
        merge.values,
    )


def _write_contact_points() -> None:
    """New ones after those that are there; none is taken away."""
    run_sql(
        """
        INSERT INTO customers_contactpoint (
            customer_id, kind, value, as_given, label, position, is_valid, created_at
        )
        SELECT new.customer_id, split_part(point, chr(31), 1), split_part(point, chr(31), 2),
            split_part(point, chr(31), 3), '',
            CASE WHEN new.code_id IS NULL THEN 0 ELSE (
                SELECT coalesce(max(there.position) + 1, 0)
                FROM customers_contactpoint AS there WHERE there.customer_id = new.customer_id
            ) END + place - 1,
            split_part(point, chr(31), 4) = 't', statement_timestamp()
        FROM import_customers AS new,
            LATERAL unnest(string_to_array(new.points, chr(30))) WITH ORDINALITY AS a (point, place)
        WHERE new.points <> ''
        ON CONFLICT (customer_id, kind, value) DO NOTHING
        """
    )


def _write_consents(merge: Merge) -> None:
    """A statement where the export differs from what holds now (N10: evidence, never edited)."""
    values = merge.values | {"given_at": merge.dealership.start_of_day(merge.run.exported_on)}
    _plan_consents(values)
    run_sql(
        """
        UPDATE customers_consent AS consent SET superseded_at = %(given_at)s
        FROM import_consents AS new WHERE consent.id = new.current_id
        """,
        values,
    )
    run_sql(
        """
        INSERT INTO customers_consent (
            customer_id, dealership_id, purpose, channel, is_granted, given_at, evidence, wording,
            recorded_at
        )
        SELECT customer_id, %(dealership)s, purpose, channel, is_granted, %(given_at)s, 'import',
            '', %(at)s
        FROM import_consents
        """,
        values,
    )


def _plan_consents(values: dict[str, Any]) -> None:
    """import_consents: what the export says anew.

    One made in the CRM after the export's date stands. A grant that only repeats what the source
    said before does not undo a withdrawal: the source does not know of it. Of several cards of
    one customer the stricter answer counts.
    """
    replace_temporary(
        "import_consents",
        """
        WITH said AS (
            SELECT new.customer_id, wish.purpose, wish.channel,
                bool_and(wish.is_granted) AS is_granted
            FROM import_customers AS new, LATERAL (VALUES
                ('service', 'call', new.may_call),
                ('satisfaction', 'call', new.may_call),
                ('advertising', 'any', new.may_advertise)
            ) AS wish (purpose, channel, is_granted)
            WHERE wish.is_granted IS NOT NULL
            GROUP BY new.customer_id, wish.purpose, wish.channel
        )
        SELECT said.*, current.id AS current_id
        FROM said
        LEFT JOIN customers_consent AS current
            ON current.customer_id = said.customer_id AND current.purpose = said.purpose
            AND current.channel = said.channel AND current.superseded_at IS NULL
        WHERE current.id IS NULL OR (
            current.is_granted <> said.is_granted AND current.given_at <= %(given_at)s
            AND NOT (said.is_granted AND coalesce((
                SELECT before.is_granted FROM customers_consent AS before
                WHERE before.customer_id = said.customer_id AND before.purpose = said.purpose
                    AND before.channel = said.channel AND before.evidence = 'import'
                ORDER BY before.given_at DESC, before.id DESC LIMIT 1
            ), FALSE))
        )
        """,
        values,
    )
