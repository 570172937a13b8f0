"""``python -m infrastructure.schemas`` writes the schemas where docs/schemas keeps them."""

import json
from pathlib import Path

from infrastructure.schemas import SCHEMAS

for name, schema in SCHEMAS.items():
    text = json.dumps(schema(), indent=1, ensure_ascii=False)
    Path("docs/schemas", f"{name}.v1.json").write_text(f"{text}\n", encoding="utf-8")
