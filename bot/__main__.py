"""The command line."""


def main() -> None:
    """Runs a command."""
