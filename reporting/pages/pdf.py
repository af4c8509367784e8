"""The page as a tagged PDF (PDF/UA), by WeasyPrint: an optional extra."""

from __future__ import annotations

import logging
from functools import cache

from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError

# What the page has for browsers alone and WeasyPrint says it leaves out: no matter for the PDF.
_QUIET = logging.CRITICAL


@cache
def require() -> None:
    """Check that WeasyPrint and its system libraries are here; an `InputError` says what to do."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise InputError(
            BilingualText(
                "--pdf cần WeasyPrint, chưa được cài ({0}). Cài bằng lệnh: make setup-dev, "
                "hoặc dùng báo cáo HTML và chức năng In của trình duyệt.",
                "--pdf needs WeasyPrint, which is not installed ({0}). Install it with: make setup-dev; "
                "or print the HTML report from a browser.",
            ).format(error)
        ) from error
    except OSError as error:
        raise InputError(
            BilingualText(
                "--pdf: WeasyPrint đã cài nhưng thiếu thư viện hệ thống Pango ({0}). Trên Debian/Ubuntu: "
                "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; trên Windows: dùng conda. "
                "Hoặc dùng báo cáo HTML và chức năng In của trình duyệt.",
                "--pdf: WeasyPrint is installed, but the system library Pango is missing ({0}). On "
                "Debian/Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on Windows: "
                "use conda. Or print the HTML report from a browser.",
            ).format(str(error).splitlines()[0])
        ) from error


def write(html: str) -> bytes:
    """The PDF of a page; the same page gives the same bytes."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(_QUIET)
    inside_only = URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=html, url_fetcher=inside_only)
    content = page.write_pdf(pdf_variant="pdf/ua-1")
    assert content is not None
    return content
