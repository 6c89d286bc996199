"""What the deployer is told, asked, and, in a dry run, shown instead of done."""

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deployment.failure import Failed


@dataclass(frozen=True)
class Console:
    """The terminal. `variables` hold answers given beforehand; in a `dry` run nothing is changed, `agreed` says yes to
    every question of yes or no."""

    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    dry: bool = False
    agreed: bool = False
    read: Callable[[str], str] = input
    read_hidden: Callable[[str], str] = getpass.getpass

    def step(self, text: str) -> None:
        """Begin something."""
        print(f"\n== {text}", flush=True)

    def say(self, text: str) -> None:
        """Tell a fact."""
        print(f"   {text}", flush=True)

    def call(self, text: str) -> None:
        """Tell of a call that changes something: in a dry run it is not made."""
        if self.dry:
            print(f"   would: {text}", flush=True)

    def look(self, text: str) -> None:
        """Tell of a call that only looks, which a dry run makes, too."""
        if self.dry:
            print(f"   looks: {text}", flush=True)

    def answer(self, variable: str, question: str, *, hidden: bool = False, optional: bool = False) -> str:
        """What the deployer answers: in the environment variable, or else on the terminal.

        Raises Failed where there is neither.
        """
        if variable in self.variables and (optional or self.variables[variable].strip()):
            return self.variables[variable].strip()
        if not self._is_somebody_there():
            if optional:
                return ""
            raise Failed(f"{question} is not answered, and there is no terminal to ask: set {variable}.")
        said = (self.read_hidden if hidden else self.read)(f"{question}: ").strip()
        if not said and not optional:
            raise Failed(f"{question} has to be answered, or set {variable}.")
        return said

    def agree(self, question: str) -> bool:
        """Whether the deployer says yes. Without a terminal it is no, unless YES=1 was given."""
        if self.agreed or self.dry:
            self.say(f"{question} yes")
            return True
        if not self._is_somebody_there():
            self.say(f"{question} There is no terminal to ask: give YES=1 if that is what you want.")
            return False
        return self.read(f"{question} [y/N] ").strip().lower() in {"y", "yes"}

    def _is_somebody_there(self) -> bool:
        return self.read is not input or sys.stdin.isatty()
