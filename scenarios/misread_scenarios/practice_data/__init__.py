"""The data that the data exercises are about: a made-up firm, three published count tables, and questions to them.

>>> from misread_scenarios.practice_data import Measure, Query, view
>>> asked = Measure("share", where={"asked": "yes"})
>>> [(row.group, row.value) for row in Query("people", asked, groups=("visibility_band",)).rows(view("people"))]
[(('high',), 75.0), (('low',), 35.0), (('mid',), 55.0)]
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
