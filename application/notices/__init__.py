"""What is told to those who subscribed: notices, who wants them, and how they get there."""
