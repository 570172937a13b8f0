"""A mediator's way to certification: what was recorded about it, family by family, and what may be recorded next."""
