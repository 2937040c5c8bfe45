"""Puts the finished lambda in its place, in one step, and says what comes next."""

import os
import sys
from pathlib import Path

made = Path.cwd()  # <checkout>/dist/.new-lambda-<process>/<name>
# A folder whose files were all declined.
for folder in sorted((path for path in made.rglob("*") if path.is_dir()), reverse=True):
    if not any(folder.iterdir()):
        folder.rmdir()
try:
    os.rename(made, made.parents[2] / "lambdas" / made.name)
except OSError as error:
    sys.exit(f"lambdas/{made.name} could not be made: {error.strerror}. Nothing was written.")
made.parent.rmdir()
print(f"lambdas/{made.name} is made. Now, in the root of the repository:")
print(f"    ./pants lint check test package lambdas/{made.name}::")
