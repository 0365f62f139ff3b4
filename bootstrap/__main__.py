"""Entry of `python3 -m bootstrap`; stays readable for old Pythons so that they get a sentence, not a SyntaxError."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have any Python
    sys.stderr.write(
        f"Aisle needs Python 3.11 or newer to set itself up; this is {sys.version.split()[0]}. "
        "Install one, or name it: make PYTHON=/path/to/python3.11 up\n"
    )
    sys.exit(2)

from bootstrap.installation import main

sys.exit(main(sys.argv[1:]))
