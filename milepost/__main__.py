"""``python -m milepost`` is the command ``milepost``."""

from milepost.command_line import main

main()
