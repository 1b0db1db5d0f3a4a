"""`python -m service.cli`, for where the command itself is not on the path."""

from service.cli.app import main

if __name__ == "__main__":
    main()
