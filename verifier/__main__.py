"""``python -m verifier`` writes the one file that is handed out."""

from verifier.bundling import BUNDLE, bundled

BUNDLE.write_text(bundled() + "\n", encoding="utf-8")
