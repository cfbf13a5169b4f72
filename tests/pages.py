"""Small releases of our own, for tests that need some file to read."""

from __future__ import annotations

from typing import Final

PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Polar ice laboratory opens in Brest</title></head>
<body><main>
<h1>Polar ice laboratory opens in Brest</h1>
<p>Brest, 12 March 2019</p>
<p>The Polar Ice Laboratory (LGP)<sup><a href="#n1" id="r1">1</a></sup> opened its doors on 12 March 2019. It is
directed by Solène Karadec, and its teams will follow sea ice from the autumn to the spring of every year.</p>
<ol><li id="n1">CNRS/Université de Bretagne Occidentale. <a href="#r1">back</a></li></ol>
</main></body></html>
"""

FRENCH_PAGE: Final = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Un laboratoire des glaces ouvre à Brest</title></head>
<body><main>
<h1>Un laboratoire des glaces ouvre à Brest</h1>
<p>Brest, le 12 mars 2019</p>
<p>Le Laboratoire des glaces polaires (LGP) a ouvert ses portes le 12 mars 2019. Il est dirigé par Solène Karadec, et
ses équipes suivront la banquise de l'automne au printemps de chaque année, avec les moyens de l'université.</p>
</main></body></html>
"""
