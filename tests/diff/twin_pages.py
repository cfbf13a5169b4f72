"""One release of our own in two languages, as pages; institutions are real, persons and laboratories are invented."""

ENGLISH = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>A joint laboratory for estuaries opens in Brest</title></head><body><main>
<h1>A joint laboratory for estuaries opens in Brest</h1>
<p>Brest, 12 March 2019. The Estuary Dynamics Laboratory (LDE, UMR 6999), a joint research unit of the CNRS and the
University of Montpellier, was created in January 2019.</p>
<p>The laboratory is headed by Maëlle Kerouanton. It is located in Brest.</p>
<p>“Estuaries breathe,” says Maëlle Kerouanton, director of the Estuary Dynamics Laboratory.</p>
</main></body></html>"""

FRENCH = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<title>Un laboratoire commun sur les estuaires ouvre à Brest</title></head><body><main>
<h1>Un laboratoire commun sur les estuaires ouvre à Brest</h1>
<p>Brest, le 12 mars 2019. Le Laboratoire de dynamique des estuaires (LDE, UMR 6999), unité mixte de recherche du CNRS
et de l'Université de Montpellier, a été créé en janvier 2019.</p>
<p>Le laboratoire est dirigé par Maëlle Kerouanton. Il est situé à Brest.</p>
<p>« Les estuaires respirent », dit Maëlle Kerouanton, directrice du Laboratoire de dynamique des estuaires.</p>
</main></body></html>"""
