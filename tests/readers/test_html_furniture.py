"""What a site adds to a release goes, and the release stays, whatever its boxes are called."""

# ruff: noqa: E501 - a case stands in one line with its markup

from __future__ import annotations

import pytest
from html_reading import text_of

TEXT = (
    "The laboratory opens in Lyon with forty people and two microscopes, and the mayor cuts a ribbon there before noon."
)
RELEASE = f"<h1>A laboratory opens</h1><p>Lyon, 3 May 2020</p><p>{TEXT}</p><p>{TEXT}</p>"
KEPT = ["A laboratory opens", "Lyon, 3 May 2020", TEXT, TEXT]

# what stands before, after or around ({}) a release, and must not appear in it
GONE = {
    "menu": '<nav><ul><li><a href="/a">Research</a></li></ul></nav>{}',
    "menu-without-name": '<ul><li><a href="/">About us</a><li><a href="/p">People</a><li><a href="/r">Research</a></ul>{}',
    "menu-in-table": '<table><tr><td><a href="/">Home</a> <a href="/n">News</a> <a href="/j">Jobs</a></td><td>{}</td></tr></table>',
    "site-header": '<header><a href="/">University</a><form role="search"><input><button>Search</button></form></header><article>{}</article>',
    "cookie-banner": '<div id="cookieConsent">We use cookies<sup>*</sup> to count you. <button>Accept</button></div>{}',
    "cookie-banner-french": '<div class="tarteaucitron">Ce site utilise des traceurs.</div>{}',
    "breadcrumb": '<div class="fil-ariane"><a href="/">Accueil</a> &gt; Presse</div>{}',
    "breadcrumb-without-name": '<div>Home &gt; <a href="/p">Press</a> &gt; A laboratory opens</div>{}',
    "skip-link": '<a href="#content">Skip to main content</a>{}',
    "language-links": '<ul><li><a href="/en">EN</a></li><li><a href="/fr">FR</a></li></ul>{}',
    "share-buttons": '{}<div class="share"><a href="#">Facebook</a> <a href="#">LinkedIn</a></div>',
    "share-buttons-without-name": '{}<p><a href="#">Print</a> | <a href="#">Share on X</a> | <a href="#">Back to list</a></p>',
    "related": '<article>{}</article><aside><h3>Read also</h3><ul><li><a href="/a">Ten years</a></li></ul></aside>',
    "related-in-article": '<article>{}<h3>À lire aussi</h3><ul><li><a href="/a">Dix ans</a></li><li><a href="/b">Vingt</a></li></ul></article>',
    "related-line": '{}<p><b>Read also:</b> <a href="/a">Ten years of the Ottawa office</a></p>',
    "newsletter": '{}<div class="newsletter-signup">Have our news every week<sup>*</sup> <form><input></form></div>',
    "pagination": '{}<ul class="x"><li><a href="?p=1">1</a></li><li><a href="?p=2">2</a></li><li><a href="?p=3">Next</a></li></ul>',
    "comments": '{}<div id="comments"><h2>Comments</h2><p>First!</p></div>',
    "site-footer": '<main>{}</main><footer><p>© University</p><p><sup>*</sup> See our privacy policy.</p></footer>',
    "footer-class": '{}<div class="site-footer"><p>3 rue Michel-Ange, Paris</p><a href="/l">Legal notice</a></div>',
    "legal-line": '{}<div>© 2020 University | <a href="/l">Legal notice</a> | <a href="/s">Sitemap</a></div>',
    "rights-line": '{}<p>© University of Lyon 2020. All rights reserved.</p>',
    "outside-main": '<div>Our university is one of the oldest</div><main>{}</main><div>Come and see us</div>',
    "role-main": '<div>Our university is one of the oldest</div><div role="main">{}</div>',
    "hidden": '<p hidden>x</p><p style="display: none">y</p><p class="sr-only">z</p>{}',
    "scripts": "<script>var x = '<p>no</p>'</script><style>p { color: red }</style><template><p>no</p></template>{}",
    "noscript": "<noscript>Please switch on JavaScript</noscript>{}",
    "dialog": '{}<div role="dialog"><p>Sign up for our news, it is free</p></div>',
    "buttons": "{}<button>Listen to this article</button>",
}  # fmt: skip


@pytest.mark.parametrize("case", GONE)
def test_furniture_goes_and_the_release_stays(case: str) -> None:
    assert text_of(GONE[case].replace("{}", RELEASE)) == KEPT


# markup, and the blocks that must all be there
STAYS: dict[str, tuple[str, list[str]]] = {
    "footer-by-mistake": (f'<div class="footer-wrap">{RELEASE}</div>', KEPT),
    "page-in-a-form": (f'<form action="x"><input type="hidden">{RELEASE}</form>', KEPT),
    "page-shown-by-a-script": (f'<div style="display:none">{RELEASE}</div>', KEPT),
    "newsletter-as-layout": (f'<table class="newsletter"><tr><td>{RELEASE}</td></tr></table>', KEPT),
    "header-in-article": (
        f"<article><header><h1>A laboratory opens</h1><p>Lyon, 3 May 2020</p></header><p>{TEXT}</p></article>",
        [*KEPT[:3]],
    ),
    "header-before-main": (
        f"<header><h1>A laboratory opens in Lyon</h1><p>3 May 2020</p></header><main><p>{TEXT}</p></main>",
        ["A laboratory opens in Lyon", "3 May 2020", TEXT],
    ),
    "footer-in-article": (
        f"<article>{RELEASE}<footer><p>Press contact: Ann Lee, +33 4 72 00 00 00</p></footer></article><footer>x</footer>",
        [*KEPT, "Press contact: Ann Lee, +33 4 72 00 00 00"],
    ),
    "footer-with-contact": (
        f"{RELEASE}<footer><p>Contact: Ann Lee, +33 4 72 00 00 00</p></footer>",
        [*KEPT, "Contact: Ann Lee, +33 4 72 00 00 00"],
    ),
    "contact-beside-main": (
        f'<main>{RELEASE}</main><div class="press-contact"><p>Ann Lee, +33 4 72 00 00 00</p></div>',
        [*KEPT, "Ann Lee, +33 4 72 00 00 00"],
    ),
    "aside-in-article": (f"<article>{RELEASE}<aside><p>In figures: 40 people</p></aside></article>", [*KEPT, "In figures: 40 people"]),
    "social-sciences": (f'<div class="social-sciences">{RELEASE}</div><p>{TEXT}</p>', [*KEPT, TEXT]),
    "partners-as-links": (
        f'{RELEASE}<p>The partners:</p><ul><li><a href="/c">CNRS</a><li><a href="/i">Inria</a><li><a href="/r">IRD</a></ul>',
        [*KEPT, "The partners:", "CNRS", "Inria", "IRD"],
    ),
    "links-of-the-release": (
        f'<article>{RELEASE}<h3>Pour en savoir plus</h3><ul><li><a href="/n">The paper in Nature</a></li></ul></article>',
        [*KEPT, "Pour en savoir plus", "The paper in Nature"],
    ),
    "mail-address-as-link": (
        f'{RELEASE}<p>CNRS press | <a href="mailto:presse@cnrs.example">presse@cnrs.example</a></p>',
        [*KEPT, "CNRS press | presse@cnrs.example"],
    ),
    "several-articles": (f"<main><article>{RELEASE}</article><article><h2>B</h2><p>{TEXT}</p></article></main>", [*KEPT, "B", TEXT]),
    "links-alone": ('<ul><li><a href="/a">A</a><li><a href="/b">B</a><li><a href="/c">C</a></ul>', ["A", "B", "C"]),
    "related-work": (f"{RELEASE}<h2>Related work at the laboratory</h2><p>{TEXT}</p>", [*KEPT, "Related work at the laboratory", TEXT]),
    "shown-on-large-screens": (f'{RELEASE}<p class="hidden md:block">Lyon</p>', [*KEPT, "Lyon"]),
}  # fmt: skip


@pytest.mark.parametrize("case", STAYS)
def test_the_release_stays_whatever_its_boxes_are_called(case: str) -> None:
    markup, expected = STAYS[case]
    assert text_of(markup) == expected


def test_a_heading_s_link_to_itself_is_not_read() -> None:
    assert text_of(f'<h2 id="a">A laboratory <a href="#a">#</a></h2><p>{TEXT}</p>') == ["A laboratory", TEXT]
