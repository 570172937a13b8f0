"""The service put together: settings, composition, the command line."""
