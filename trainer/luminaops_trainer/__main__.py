import os
import sys

from .limits import limit_threads

limit_threads()

from .job import main  # noqa: E402 - thread pools read their limits when imported

code = main()
sys.stdout.flush()
os._exit(code)
