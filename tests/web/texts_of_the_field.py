"""Documents of a consultation and an announcement as tests bring them."""

CONSULTATION_TEXT = """\
format: milepost.consultation/v1
consultation: trained-online
title: Training taken online
asked: [mediators]
questions:
  part:
    asks: How much of it took place online?
    choice: [all of it, some of it]
opens on: 2021-11-01
...
"""
ANNOUNCEMENT_TEXT = """\
format: milepost.announcement/v1
announcement: training-online
title: Training online
text: Training that is always online is considered.
audience: [everybody]
published on: 2021-11-01
...
"""
