"""Objects appended to a file are read by their numbers."""

from io import BytesIO

import pikepdf

from assembler.write.pdf.update import appended


def _file() -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_many_objects_are_read_and_a_number_without_one_is_null() -> None:
    data = _file()
    with pikepdf.open(BytesIO(data)) as pdf:
        catalogue, first = pdf.Root.objgen[0], int(pdf.trailer.Size)
    objects = [None if n % 7 == 3 else b"<< /Own %d >>" % n for n in range(2500)]
    before = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    updated = appended(data, objects, first=first, catalogue=catalogue, before=before)
    assert updated.startswith(data)
    with pikepdf.open(BytesIO(updated)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 1
        for n, one in enumerate(objects):
            found: pikepdf.Object | None = pdf.get_object(first + n, 0)
            assert (found is None) == (one is None)
            assert found is None or found.Own == n
