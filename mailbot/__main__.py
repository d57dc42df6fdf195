"""The command line."""


def main() -> None:
    """Run the command that was asked for."""
    raise SystemExit(2)


if __name__ == "__main__":
    main()
