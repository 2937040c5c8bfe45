"""Puts the finished lambda in its place, and has what follows from its code written there."""

import shutil
import subprocess
import sys
from pathlib import Path

made = Path.cwd()  # <checkout>/dist/.new-lambda-<process>/<name>
checkout, name = made.parents[2], made.name
target = checkout / "lambdas" / name
# A folder whose files were all declined.
for folder in sorted((path for path in made.rglob("*") if path.is_dir()), reverse=True):
    if not any(folder.iterdir()):
        folder.rmdir()
try:
    made.rename(target)
except OSError as error:
    sys.exit(f"lambdas/{name} could not be made: {error.strerror}. Nothing was written.")
generate = ["./pants", "run", "libs/mew:generate", "--", name]
print(
    f"lambdas/{name} is made; its documents follow from its code:", " ".join(generate), flush=True
)
try:
    subprocess.run(generate, cwd=checkout, stdin=subprocess.DEVNULL, check=True)
except (OSError, subprocess.CalledProcessError, KeyboardInterrupt) as error:
    shutil.rmtree(target)
    # cookiecutter removes what it made, which must be there.
    made.mkdir()
    sys.exit(f"lambdas/{name} is removed again, for its documents were not made: {error!r}")
print(f"Now, in {checkout}:\n    ./pants lint check test package lambdas/{name}::")
