"""Policies from config/policies/<client>/<effective-date>.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mailbot.errors import NotFound, SettingsError
from mailbot.policy.policy import Policy
from mailbot.policy.reading import policy_from, schema
from mailbot.policy.words import nearest

__all__ = ["Policies", "read_policy", "schema"]


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies of all clients, oldest first."""

    policies: tuple[Policy, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "Policies":
        """Read every policy in the folder; one SettingsError names all that is wrong in all of them."""
        policies: list[Policy] = []
        faults: list[str] = []
        if not folder.is_dir():
            raise SettingsError(
                f"{folder}: no such folder; policies are read from <folder>/<client>/<effective-date>.toml"
            )
        for path in sorted(folder.glob("*/*.toml")):
            try:
                policies.append(_in_its_place(read_policy(path), path))
            except SettingsError as error:
                faults.append(str(error))
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(tuple(sorted(policies, key=lambda policy: (policy.client_id, policy.effective))))

    def all(self) -> tuple[Policy, ...]:
        """Return every policy, by client and date."""
        return self.policies

    def client_ids(self) -> frozenset[str]:
        """Return the clients that have a policy."""
        return frozenset(policy.client_id for policy in self.policies)

    def in_force(self, client_id: str, on: date) -> Policy:
        """Return the client's latest policy effective by this day, the order's payment date."""
        dated = [policy for policy in self.policies if policy.client_id == client_id]
        if not dated:
            like = nearest(client_id, self.client_ids())
            raise SettingsError(
                f"config/policies/{client_id}: no policy of this client"
                + (f"; the nearest is {like!r}" if like else "")
            )
        found = [policy for policy in dated if policy.effective <= on]
        if not found:
            first = dated[0].effective
            raise SettingsError(f"config/policies/{client_id}: no policy is in force on {on}; the first begins {first}")
        return found[-1]

    def by_version(self, version: str) -> Policy:
        """Return the policy a dispute remembers: <client>/<date>."""
        found = next((policy for policy in self.policies if policy.version == version), None)
        if found is None:
            raise NotFound(f"config/policies/{version}.toml: this policy is gone, but a dispute was judged by it")
        return found


def read_policy(path: Path) -> Policy:
    """Read one policy file, wherever it lies."""
    try:
        text = path.read_text("utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a TOML file: {error}") from error
    return policy_from(tables, str(path), text)


def _in_its_place(policy: Policy, path: Path) -> Policy:
    if policy.client_id != path.parent.name:
        raise SettingsError(f"{path}: client_id is {policy.client_id!r}, but the folder is {path.parent.name!r}")
    if policy.effective.isoformat() != path.stem:
        raise SettingsError(f"{path}: effective is {policy.effective}, but the file is named {path.stem!r}")
    return policy
