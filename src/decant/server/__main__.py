"""`python -m decant.server` does what `decant-server` does."""

import sys

from decant.server import main

sys.exit(main())
