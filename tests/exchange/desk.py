"""An import as the browser does it: addresses, uploads, the run that came of them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.models import ImportRun
from exchange.tasks import run_import

CUSTOMERS = "Code,Name,Phones\nC1,Anna Adams,+79161234501\nC2,Boris Brown,+79161234502\n"
STRANGE = "Kundennummer;Wer;Draht;Farbe\nC1;Anna Adams;+79161234501;blue\nC2;Bo;+79161234502;red\n"
SALES = (
    "Contract,Delivered on,Customer code,VIN,Price\n"
    "D1,2025-02-31,C1,XW8ZZZ61ZJG000001,100\n"
    "D2,2025-02-03,C9,XW8ZZZ61ZJG000002,100\n"
    "D3,2025-02-03,C1,XW8ZZZ61ZJG0003,100\n"
)


def page(name: str, *args, dealership: str = "north") -> str:
    return reverse(f"exchange:{name}", args=[dealership, *args])


def text_file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(desk, *files, dealership="north", **fields):
    values = {"uploaded": list(files), "exported_on": "2026-11-01", "source": "dms"} | fields
    return desk.post(page("import_new", dealership=dealership), values)


def last() -> ImportRun:
    return ImportRun.objects.latest("pk")


def start(desk, **fields) -> ImportRun:
    run = last()
    desk.post(page("import_start", run.pk), fields)
    run_import(run_id=run.pk)
    run.refresh_from_db()
    return run
