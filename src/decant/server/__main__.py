"""`python -m decant.server` does what `decant-server` does."""

import sys

from .commands import main

sys.exit(main())
