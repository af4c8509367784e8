"""Take out of a notebook what does not belong in git: nbstripout, with the house's options.

Without a file it filters standard input, as git asks; with files it cleans them, with --verify it only looks.
Cell ids stay, since sections and anchors of the page are named by them; what JupyterLab writes down about the
Python it happens to run on goes.
"""

import sys

PYTHON_OF_THE_DAY = (
    "codemirror_mode", "file_extension", "mimetype", "nbconvert_exporter", "pygments_lexer", "version",
)  # fmt: skip

if __name__ == "__main__":
    # A checker of addresses, of which notebooks have none, would take longer than all the rest; see `reporting`.
    sys.modules.setdefault("rfc3987_syntax", None)
    from nbstripout._nbstripout import main

    keys = " ".join(f"metadata.language_info.{name}" for name in PYTHON_OF_THE_DAY)
    sys.argv[1:1] = ["--keep-id", "--extra-keys", keys]
    main()
