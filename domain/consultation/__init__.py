"""A question put to the field: who is asked, what was answered, what of it may be published."""
