"""What a file, or words, are taken for."""

import pytest

from mailbot.claims.evidence import OTHER, SHEET, recognise, told


@pytest.mark.parametrize(
    ("name", "type_", "item"),
    [
        ("claim_sheet-PS-1.xlsx", "application/octet-stream", SHEET),
        ("hoja.CSV", "text/csv", SHEET),
        ("IMG_2031.jpg", "image/jpeg", "photos_each_line"),
        ("IMG_2032.HEIC", "application/octet-stream", "photos_each_line"),
        ("signed_BOL.pdf", "application/pdf", "noted_pod_driver_signed"),
        ("delivery-receipt-BOL.jpg", "image/jpeg", "bol_or_pod_image"),
        ("albarán.pdf", "application/pdf", "bol_or_pod_image"),
        ("pallet_label_3.png", "image/png", "pallet_ids"),
        ("pallets side.jpg", "image/jpeg", "pallet_photos"),
        ("outer-packaging.jpg", "image/jpeg", "photos_outer_packaging"),
        ("factura 88.pdf", "application/pdf", "invoice"),
        ("broken seal.jpg", "image/jpeg", "tamper_photos_if_any"),
        ("clip.mov", "application/octet-stream", "video"),
        ("clip", "video/mp4", "video"),
        ("scan.pdf", "application/pdf", OTHER),
        ("notes.docx", "application/msword", OTHER),
        ("setup.exe", "application/octet-stream", OTHER),
    ],
)
def test_a_file_by_its_name(name: str, type_: str, item: str) -> None:
    assert recognise(name, type_, "") == item


def test_what_a_paper_says_helps_where_its_name_does_not() -> None:
    assert recognise("scan.pdf", "application/pdf", "STRAIGHT BILL OF LADING - short form") == "bol_or_pod_image"
    assert recognise("scan.pdf", "application/pdf", "x" * 500 + " invoice") == OTHER


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("All four pallets came wrapped and upright.", ("pallet_condition_statement",)),
        ("Las tarimas llegaron emplayadas.", ("pallet_condition_statement",)),
        ("No signs of tampering.", ("tamper_photos_if_any",)),
        ("The pallets were intact, nothing was opened.", ("pallet_condition_statement", "tamper_photos_if_any")),
        ("Here is the sheet.", ()),
        ("The box was open.", ()),
    ],
)
def test_what_words_alone_can_show(words: str, items: tuple[str, ...]) -> None:
    assert told(words) == items
