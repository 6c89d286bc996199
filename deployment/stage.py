"""What a stage is called everywhere, so that two of them in one account and on one database server share nothing."""

import re
from dataclasses import dataclass
from pathlib import Path

from deployment.failure import Failed

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Stage:
    """`name` is empty for the first one, which people call production; its settings are in `folder`."""

    name: str = ""
    folder: Path = ROOT

    @classmethod
    def of(cls, name: str) -> "Stage":
        """Raises Failed for a name that AWS would not take."""
        if name in {"", "production"}:
            return cls()
        if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name):
            raise Failed(f"STAGE={name} has to be up to 20 small letters and digits, such as staging.")
        return cls(name)

    @property
    def stack(self) -> str:
        """CloudFormation's name."""
        return f"spoor-{self.name}" if self.name else "spoor"

    @property
    def login(self) -> str:
        """The role that the functions sign in with."""
        return f"spoor_{self.name}" if self.name else "spoor"

    @property
    def settings(self) -> Path:
        """The file of `sam` that is the deployer's own."""
        return self.folder / (f"samconfig.local.{self.name}.toml" if self.name else "samconfig.local.toml")

    def parameter(self, what: str) -> str:
        """The SSM parameter that holds something."""
        return f"/spoor/{self.stack}/{what}"
