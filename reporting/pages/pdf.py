"""The page as a tagged PDF (PDF/UA), by WeasyPrint: an optional extra."""

import logging
from functools import cache

from reporting.text.bilingual import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)


@cache
def require() -> None:
    """Check that WeasyPrint and its system libraries are here; an `InputError` says what to do."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise InputError(_TEXT.pdf_needs_weasyprint_which.format(error)) from error
    except OSError as error:
        told = str(error).splitlines()[0]
        raise InputError(_TEXT.pdf_weasyprint_is_installed.format(told)) from error


def write(html: str) -> bytes:
    """The PDF of a page; the same page gives the same bytes."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells what it leaves out
    inside_only = URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=html, url_fetcher=inside_only)
    content = page.write_pdf(pdf_variant="pdf/ua-1")
    assert content is not None
    return content
