"""A training or assessment program: its versions, the formats approved for each, and from when to when.

Each pair of version and format has an approval, and a day of approval, of its own.
"""
