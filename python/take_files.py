"""Takes the tag's script, which `npm run build` has written, and the licences into the package."""

from pathlib import Path
from shutil import copyfile

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = ("dist/lstm-playground.all.js", "dist/THIRD-PARTY-LICENSES.txt", "LICENSE")


class TakeFiles(BuildHookInterface):
    def initialize(self, version, build_data):
        package = Path(self.root, "lstm_playground")
        for name in FILES:
            source = Path(self.root).parent / name
            taken = package / source.name
            if source.exists():
                copyfile(source, taken)
            elif not taken.exists():  # a source distribution has it
                raise FileNotFoundError(f"{source} is missing: run `npm run build` first")
