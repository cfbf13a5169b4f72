"""The command line: one file a command. Nothing below this layer prints."""
