"""Archives that are larger inside than they say or than anybody needs (S10): seen, not unpacked."""

import io
import struct
import zipfile

import pytest
import xlsxwriter

from exchange.services import files
from exchange.services.recognition import recognise

SHEET = "xl/worksheets/sheet1.xml"
TABLE = ["Код", "Наименование", "Телефоны", "Дата рождения"]
ROW = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'.format("A" * 1000).encode()


def workbook(rows: int = 1) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TABLE)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, [f"A{number}", f"Иванов Иван {number}", "89161234567"])
    return out.getvalue()


def with_sheet(content: bytes) -> bytes:
    """A workbook whose sheet is this XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for part in good.namelist():
            changed.writestr(part, content if part == SHEET else good.read(part))
    return out.getvalue()


def swollen(mebibytes: int) -> bytes:
    """A sheet of equal rows: packed to a hundredth and less."""
    rows = ROW * (mebibytes * (1 << 20) // len(ROW))
    return with_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


def lying(archive: bytes, *, says: int) -> bytes:
    """The same archive; its directory and the part itself declare `says` bytes for the sheet."""
    changed = bytearray(archive)
    entry = changed.rindex(SHEET.encode()) - 46
    assert changed[entry : entry + 4] == b"PK\1\2"
    (part,) = struct.unpack_from("<I", changed, entry + 42)
    struct.pack_into("<I", changed, entry + 24, says)
    struct.pack_into("<I", changed, part + 22, says)
    return bytes(changed)


def nested(depth: int) -> bytes:
    """A bomb in an archive in an archive …, each no larger than it is packed."""
    content = swollen(8)
    for _layer in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for number in range(3):
                archive.writestr(f"{number}.xlsx", content)
        content = out.getvalue()
    return content


def climbing() -> bytes:
    """Parts whose names lead out of the folder they would be unpacked to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../tmp/climbed.csv", "Код;Наименование\n")
        archive.writestr("/tmp/climbed.csv", "Код;Наименование\n")  # noqa: S108
    return out.getvalue()


def problem_of(content: bytes, folder) -> str:
    path = folder / "upload"
    path.write_bytes(content)
    [sheet, *_] = recognise(path, name="f", country="RU", chosen={}, folder=folder / "sheets")
    return sheet.problem


@pytest.fixture
def never_unpacked(monkeypatch):
    """Fails the test when the parser is started at all."""
    monkeypatch.setattr(files, "_sheets_of", lambda *_given: pytest.fail("it was unpacked"))


def test_a_bomb_is_seen_in_the_directory_of_the_archive(never_unpacked, tmp_path):
    assert problem_of(swollen(16), tmp_path) == "bomb"


def test_a_directory_that_adds_up_to_too_much_is_not_unpacked(never_unpacked, tmp_path):
    content = lying(workbook(), says=files.MOST_UNPACKED + 1)

    assert problem_of(content, tmp_path) == "bomb"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lying(swollen(16), says=2_000), id="declares less than it holds"),
        pytest.param(lying(workbook(rows=50), says=10), id="a good sheet cut by its directory"),
        pytest.param(nested(2), id="nested"),
        pytest.param(climbing(), id="names that climb"),
    ],
)
def test_what_is_no_workbook_or_lies_about_its_size_is_refused(content, tmp_path):
    assert problem_of(content, tmp_path) == "unreadable_workbook"

    written = [path.stat().st_size for path in (tmp_path / "sheets").glob("*")]
    assert sum(written) < 1 << 20
    assert not (tmp_path.parent / "climbed.csv").exists()


def test_a_large_honest_workbook_is_read(tmp_path):
    assert problem_of(workbook(rows=2_000), tmp_path) == ""


def test_without_the_look_at_the_directory_a_bomb_is_unpacked(monkeypatch, tmp_path):
    """The control: the same bomb gets as far as the parser, and its rows onto the disk."""
    monkeypatch.setattr(files, "_refuse_bomb", lambda path: None)

    assert problem_of(swollen(16), tmp_path) != "bomb"
    assert sum(path.stat().st_size for path in (tmp_path / "sheets").glob("*")) > 8 << 20
