"""Footnotes of HTML pages by the markup of those who make them: one page a family, callouts and notes told exactly."""

# ruff: noqa: E501 - markup stands in the lines in which its generators write it

from __future__ import annotations

import pytest
from html_reading import marked, read

A = "CNRS/Université de Lyon."
B = "Created in 2015."

# family, page, blocks with callouts, notes
FAMILIES: dict[str, tuple[str, list[str], list[str]]] = {
    "drupal": (
        f"""<p>The LPS<a class="see-footnote" id="footnoteref1_x7k" title="{A}" href="#footnote1_x7k">1</a> and the LKB
        <a class="see-footnote" id="footnoteref2_b3c" title="{B}" href="#footnote2_b3c">2</a> open.</p>
        <div class="footnotes-wrapper"><ul class="footnotes">
        <li class="footnote" id="footnote1_x7k"><a class="footnote-link" href="#footnoteref1_x7k">1.</a> {A}</li>
        <li class="footnote" id="footnote2_b3c"><a class="footnote-link" href="#footnoteref2_b3c">2.</a> {B}</li></ul></div>""",
        ["The LPS⟦1⟧ and the LKB ⟦2⟧ open."],
        [f"1: {A}", f"2: {B}"],
    ),
    "drupal-roman": (
        f"""<p>The LPS<a class="see-footnote" id="footnoteref8_x" href="#footnote8_x">viii</a> opens.</p>
        <li class="footnote" id="footnote8_x"><a class="footnote-link" href="#footnoteref8_x">viii.</a> {A}</li>""",
        ["The LPS⟦viii⟧ opens."],
        [f"viii: {A}"],
    ),
    "drupal-4": (
        f"""<p>The LPS<a class="footnote__citation js-footnote-citation" id="footnoteref1_q" title="{A}"
        href="#footnote1_q">1</a> opens.</p><ul class="footnotes"><li class="footnotes__item-wrapper"><span
        class="footnotes__item"><a class="footnotes__item-backlink" href="#footnoteref1_q" id="footnote1_q">1</a>
        <span class="footnotes__item-text">{A}</span></span></li></ul>
        <dialog id="js-footnotes-dialog"><p>Footnote</p></dialog>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "drupal-title-only": (
        f"""<p>The LPS<a class="see-footnote" title="{A}" href="#footnote1_x7k">1</a> opens.</p><p>End.</p>""",
        ["The LPS⟦1⟧ opens.", "End."],
        [f"1: {A}"],
    ),
    "spip-4": (
        f"""<p>Le LPS<span class="spip_note_ref">&nbsp;[<a href='#nb4-1' class='spip_note' rel='appendix' title='{A}'
        id='nh4-1'>1</a>]</span> ouvre.</p><div class="notes"><h2>Notes</h2><div id='nb4-1'>
        <p><span class="spip_note_ref">[<a href='#nh4-1' class='spip_note' title='Notes 4-1' rev='appendix'>1</a>]&nbsp;</span>{A}</p>
        </div></div>""",
        ["Le LPS ⟦1⟧ ouvre.", "Notes"],
        [f"1: {A}"],
    ),
    "spip-round-brackets": (
        f"""<p>Le LPS<span class="spip_note_ref"> (<a href='#nb1' class='spip_note' rel='footnote' id='nh1'>1</a>)</span> ouvre.</p>
        <div class="notes"><p><span class="spip_note_ref">(<a href='#nh1' id='nb1' class='spip_note' rev='footnote'>1</a>) </span>{A}</p></div>""",
        ["Le LPS ⟦1⟧ ouvre."],
        [f"1: {A}"],
    ),
    "spip-1": (
        f"""<p>Le LPS [<a href="#nb1" name="nh1" class="spip_note">1</a>] et le LKB [<a href="#nb2" name="nh2" class="spip_note">2</a>] ouvrent.</p>
        <p>[<a href="#nh1" name="nb1" class="spip_note">1</a>] {A}</p><p>[<a href="#nh2" name="nb2" class="spip_note">2</a>] {B}</p>""",
        ["Le LPS ⟦1⟧ et le LKB ⟦2⟧ ouvrent."],
        [f"1: {A}", f"2: {B}"],
    ),
    "wordpress-block": (
        f"""<p>The LPS<sup data-fn="3f2a-11" class="fn"><a href="#3f2a-11" id="3f2a-11-link">1</a></sup> opens.</p>
        <ol class="wp-block-footnotes"><li id="3f2a-11">{A} <a href="#3f2a-11-link" aria-label="Jump to footnote reference 1">↩︎</a></li></ol>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "easy-footnotes": (
        f"""<p>The LPS<span id="easy-footnote-1-61931" class="easy-footnote-margin-adjust"></span><span class="easy-footnote">
        <a href="#easy-footnote-bottom-1-61931" title="{A}"><sup>1</sup></a></span> opens.</p>
        <div class="easy-footnote-title"><h4>Notes</h4></div><ol class="easy-footnotes-wrapper">
        <li class="easy-footnote-single"><span id="easy-footnote-bottom-1-61931" class="easy-footnote-margin-adjust"></span>{A}
        <a class="easy-footnote-to-top" href="#easy-footnote-1-61931"></a></li></ol>""",
        ["The LPS ⟦1⟧ opens.", "Notes"],
        [f"1: {A}"],
    ),
    "wordpress-footnotes-inline": (
        f"""<p>The LPS<span class="footnote_referrer"><a role="button" tabindex="0"><sup id="footnote_plugin_tooltip_1_1"
        class="footnote_plugin_tooltip_text">[1]</sup></a><span id="footnote_plugin_tooltip_text_1_1" class="footnote_tooltip">{A}
        </span></span> opens.</p><p>End.</p>""",
        ["The LPS⟦1⟧ opens.", "End."],
        [f"1: {A}"],
    ),
    "wordpress-footnotes-table": (
        f"""<p>The LPS<span class="footnote_referrer"><a role="button"><sup id="footnote_plugin_tooltip_1_1"
        class="footnote_plugin_tooltip_text">[1]</sup></a><span class="footnote_tooltip">{A[:9]}&nbsp;… <span
        class="footnote_tooltip_continue">Continue reading</span></span></span> opens.</p>
        <div class="footnotes_reference_container"><table class="footnotes_table"><caption>References</caption><tbody>
        <tr class="footnotes_plugin_reference_row"><th scope="row" id="footnote_plugin_reference_1_1"
        class="footnote_plugin_index"><a class="footnote_backlink"><span class="footnote_index_arrow">&#8593;</span>1</a></th>
        <td class="footnote_plugin_text">{A}</td></tr></tbody></table></div>""",
        ["The LPS⟦1⟧ opens.", "References"],
        [f"1: {A}"],
    ),
    "modern-footnotes": (
        f"""<p>The LPS<sup class="modern-footnotes-footnote" data-mfn="1" data-mfn-post-scope="7"><a href="javascript:void(0)"
        role="button" aria-describedby="mfn-content-7-1">1</a></sup><span id="mfn-content-7-1" role="tooltip"
        class="modern-footnotes-footnote__note" data-mfn="1">{A}</span> opens.</p>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "fd-footnotes": (
        f"""<p>The LPS<sup class="footnote"><a href="#fn-13695-1" id="fnref-13695-1">1</a></sup> opens.</p>
        <div class="footnotes"><ol><li id="fn-13695-1">{A} <span class="footnotereverse"><a href="#fnref-13695-1">↩</a></span></li></ol></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "yafootnotes": (
        f"""<p>The LPS<sup><a href="#footnote_0_110" id="identifier_0_110" class="footnote-link footnote-identifier-link">1</a></sup> opens.</p>
        <ol class="footnotes"><li id="footnote_0_110" class="footnote">{A} [<a href="#identifier_0_110" class="footnote-link footnote-back-link">&#8617;</a>]</li></ol>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "word": (
        f"""<div class=WordSection1><p class=MsoNormal>The LPS<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
        class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a> opens.</p></div>
        <div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1>
        <p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> {A}</p>
        <p class=MsoFootnoteText>{B}</p></div></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A} / {B}"],
    ),
    "word-empty": (
        f"""<p class=MsoNormal>The LPS<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>
        <!--[if !supportFootnotes]--><![endif]--></span></a> opens.</p><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>
        <a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference></span></a>{A}</p></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "word-endnotes": (
        f"""<p>The LPS<a href="#_edn1" name="_ednref1" title=""><span class=MsoEndnoteReference>[i]</span></a> opens.</p>
        <div style='mso-element:endnote-list'><hr><div style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a href="#_ednref1"
        name="_edn1"><span class=MsoEndnoteReference>[i]</span></a> {A}</p></div></div>""",
        ["The LPS⟦i⟧ opens."],
        [f"i: {A}"],
    ),
    "word-in-cms": (
        f"""<p>The LPS<sup><a href="#_ftn1">[1]</a></sup> and the LKB<sup><a href="#_ftn2">[2]</a></sup> open.</p><hr>
        <p><a href="//5E0F2C-11/#_ftnref1">[1]</a> {A}</p><p><a href="//5E0F2C-11/#_ftnref2">[2]</a> {B}</p><p>Contact: press office</p>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open.", "Contact: press office"],
        [f"1: {A}", f"2: {B}"],
    ),
    "libreoffice": (
        f"""<p>The LPS<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> opens.</p>
        <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>{A}</p></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "google-docs": (
        f"""<p>The LPS<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> and the LKB<sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup> open.</p>
        <hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;{A}</span></p></div>
        <div><p><a href="#ftnt_ref2" id="ftnt2">[2]</a><span>&nbsp;{B}</span></p><p>More.</p></div>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open."],
        [f"1: {A}", f"2: {B} / More."],
    ),
    "pandoc": (
        f"""<p>The LPS<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> opens.</p>
        <section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1" role="doc-endnote"><p>{A}</p><ul><li>Lyon</li></ul>
        <p>{B}<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A} / Lyon / {B}"],
    ),
    "pandoc-other-file": (
        """<p>The LPS<a href="footnotes.html#fn222" class="footnote-ref" role="doc-noteref"><sup>222</sup></a> opens.</p>""",
        ["The LPS⟦222!⟧ opens."],
        [],
    ),
    "kramdown": (
        f"""<p>The LPS<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote" role="doc-noteref">1</a></sup> opens,
        says the LPS<sup id="fnref:1:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>.</p>
        <div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>{A} <a href="#fnref:1" class="reversefootnote" role="doc-backlink">&#8617;</a>
        <a href="#fnref:1:1" class="reversefootnote">&#8617;<sup>2</sup></a></p></li></ol></div>""",
        ["The LPS⟦1⟧ opens, says the LPS⟦1⟧."],
        [f"1: {A}"],
    ),
    "github": (
        f"""<p>The LPS<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref aria-describedby="footnote-label">1</a></sup> opens.</p>
        <section data-footnotes class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol><li id="user-content-fn-1">
        <p>{A} <a href="#user-content-fnref-1" data-footnote-backref class="data-footnote-backref" aria-label="Back to reference 1">↩</a></p></li></ol></section>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "gov-uk": (
        f"""<p>The LPS<sup id="fnref:1" role="doc-noteref"><a href="#fn:1" class="govuk-link" rel="footnote">[footnote 1]</a></sup> opens.</p>
        <div class="footnotes" role="doc-endnotes"><ol><li id="fn:1" role="doc-endnote"><p>{A} <a href="#fnref:1" role="doc-backlink"
        aria-label="go to where this is referenced">↩</a></p></li></ol></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "asciidoctor": (
        f"""<p>The LPS<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1" title="View footnote.">1</a>]</sup> opens.</p>
        <div id="footnotes"><hr><div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. {A}</div></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "docutils": (
        f"""<p>The LPS <a class="footnote-reference brackets" href="#id9" id="id1">1</a> and the LKB <a class="footnote-reference brackets"
        href="#id10" id="id2">2</a> open.</p><dl class="footnote brackets"><dt class="label" id="id9"><span class="brackets"><a
        class="fn-backref" href="#id1">1</a></span></dt><dd><p>{A}</p></dd><dt class="label" id="id10"><span class="brackets"><a class="fn-backref"
        href="#id2">2</a></span></dt><dd><p>{B}</p></dd></dl>""",
        ["The LPS ⟦1⟧ and the LKB ⟦2⟧ open."],
        [f"1: {A}", f"2: {B}"],
    ),
    "docutils-aside": (
        f"""<p>The LPS <a class="footnote-reference brackets" href="#id9" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span
        class="fn-bracket">]</span></a> opens.</p><aside class="footnote-list brackets"><aside class="footnote brackets" id="id9"
        role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id1">1</a><span
        class="fn-bracket">]</span></span><p>{A}</p></aside></aside>""",
        ["The LPS ⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "eur-lex": (
        f"""<p>The LPS<a id="ntc21-L" href="#ntr21-L">(<span class="oj-super oj-note-tag">21</span>)</a>opens.</p>
        <hr class="oj-note"><p class="oj-note"><a id="ntr21-L" href="#ntc21-L">(<span class="oj-super">21</span>)</a>&nbsp;&nbsp;{A}</p>""",
        ["The LPS⟦21⟧opens."],
        [f"21: {A}"],
    ),
    "openedition": (
        f"""<p>The LPS<a class="footnotecall" id="bodyftn1" href="#ftn1">4</a> opens<a class="endnotecall" id="bodyendn1" href="#endn1">i</a>.</p>
        <div id="notes"><p class="notesbaspage"><a class="FootnoteSymbol" id="ftn1" href="#bodyftn1">4</a> {A}</p>
        <p class="notesbaspage"><a id="endn1" href="#bodyendn1">i</a> {B}</p></div>""",
        ["The LPS⟦4⟧ opens⟦i⟧."],
        [f"4: {A}", f"i: {B}"],
    ),
    "mediawiki": (
        f"""<p>The LPS<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> and the LKB<sup id="cite_ref-x_2-0"
        class="reference"><a href="#cite_note-x-2"><span class="cite-bracket">[</span>2<span class="cite-bracket">]</span></a></sup> open, says
        the LKB.<sup id="cite_ref-x_2-1" class="reference"><a href="#cite_note-x-2">[2]</a></sup></p>
        <ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> <span
        class="reference-text">{A}</span></li><li id="cite_note-x-2"><span class="mw-cite-backlink">^ <a href="#cite_ref-x_2-0"><sup><i><b>a</b></i></sup></a>
        <a href="#cite_ref-x_2-1"><sup><i><b>b</b></i></sup></a></span> <span class="reference-text">{B}</span></li></ol>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open, says the LKB.⟦2⟧"],
        [f"1: {A}", f"2: {B}"],
    ),
    "epub": (
        f"""<p>The LPS<a epub:type="noteref" href="#n1">1</a> opens.</p><aside epub:type="footnote" id="n1"><p>{A}</p></aside>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "htmlbook": (
        f"""<p>The LPS<sup><a data-type="noteref" id="idp1-marker" href="#idp1">1</a></sup> opens.</p><div data-type="footnotes">
        <p data-type="footnote" id="idp1"><sup><a href="#idp1-marker">1</a></sup> {A}</p></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "texinfo": (
        f"""<p>The LPS<a class="footnote" id="DOCF1" href="#FOOT1"><sup>1</sup></a> and the LKB<a class="footnote" id="DOCF2" href="#FOOT2"><sup>2</sup></a> open.</p>
        <div class="footnotes-segment"><hr><h4 class="footnotes-heading">Footnotes</h4><h5 class="footnote-body-heading"><a id="FOOT1"
        href="#DOCF1">(1)</a></h5><p>{A}</p><h5 class="footnote-body-heading"><a id="FOOT2" href="#DOCF2">(2)</a></h5><p>{B}</p></div>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open.", "Footnotes"],
        [f"1: {A}", f"2: {B}"],
    ),
    "mdbook": (
        f"""<p>The LPS<sup class="footnote-reference"><a href="#1">1</a></sup> opens.</p><div class="footnote-definition" id="1"><sup
        class="footnote-definition-label">1</sup><p>{A}</p></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "substack": (
        f"""<p>The LPS<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1" target="_self">1</a> opens.</p>
        <div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number"
        contenteditable="false" target="_self">1</a><div class="footnote-content"><p>{A}</p></div></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "wikidot": (
        f"""<p>The LPS<sup class="footnoteref"><a id="footnoteref-1" href="javascript:;" class="footnoteref">1</a></sup> opens.</p>
        <div class="footnotes-footer"><div class="title">Footnotes</div><div class="footnote-footer" id="footnote-1"><a href="javascript:;">1</a>. {A}</div></div>""",
        ["The LPS⟦1⟧ opens.", "Footnotes"],
        [f"1: {A}"],
    ),
    "address-lost": (
        f"""<p>The LPS<a class="footnote-ref" id="fnref1"><sup>1</sup></a> opens.</p><ol><li id="fn1">{A}</li></ol>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "simple-footnotes": (
        f"""<p>The LPS<a class="simple-footnote" title="{A}" id="return-note-7-1" href="#note-7-1"><sup>1</sup></a> opens.</p>
        <div class="simple-footnotes"><p class="notes">Notes:</p><ol><li id="note-7-1">{A} <a href="#return-note-7-1">&#8617;</a></li></ol></div>""",
        ["The LPS⟦1⟧ opens.", "Notes:"],
        [f"1: {A}"],
    ),
    "espn": (
        """<p>The LPS<a class="espn-footnote-link" data-footnote-id="1" data-footnote-content="&lt;p&gt;CNRS &amp;amp; &lt;em&gt;Université&lt;/em&gt; de Lyon.&lt;/p&gt;"
        href="#fn-1"><sup>1</sup></a> opens.</p>""",
        ["The LPS⟦1⟧ opens."],
        ["1: CNRS & Université de Lyon."],
    ),
    "littlefoot": (
        f"""<p>The LPS<span class="littlefoot__host"><button class="littlefoot__button" data-footnote-id="1" data-footnote-number="1"
        aria-label="Footnote 1"><svg><circle r="2"></circle></svg></button></span> opens.</p><div class="footnotes"><ol><li id="fn:1">{A}
        <a href="#fnref:1" class="reversefootnote">↩</a></li></ol></div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "tufte": (
        f"""<p>The LPS<label for="sn-1" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-1"
        class="margin-toggle"/><span class="sidenote">{A}</span> opens.</p>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "side-note-twice": (
        f"""<p>The LPS<label class="footref" for="r1">1</label><input type="checkbox" id="r1"><span class="sidenote">{A}</span> opens.</p>
        <footer><ol class="footnotes"><li>{A}</li></ol></footer>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "hidden-span": (
        f"""<p>The LPS<span class="inline-footnote" title="Note">1<span style="display:none">{A}</span></span> opens.</p>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "hidden-aside": (
        f"""<p>The LPS<span data-definition="fna0"><a href="#">*</a></span> opens.</p><aside id="fna0" style="display:none"><p>{A}</p></aside>""",
        ["The LPS⟦*⟧ opens."],
        [f"*: {A}"],
    ),
    "popover": (
        f"""<p>The LPS<sup><button popovertarget="pop1">1</button></sup> opens.</p><div popover id="pop1">{A}</div>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "sup-title": (
        f"""<p>The LPS<sup title="{A}">1</sup> opens.</p>""",
        ["The LPS⟦1⟧ opens."],
        [f"1: {A}"],
    ),
    "hand-made": (
        f"""<p>The LPS<a href="#note1" id="note1ref"><sup>[1]</sup></a> and the LKB<a href="#note1"><sup>[1]</sup></a> open.</p>
        <p><a id="note1" href="#note1ref">[1]</a> {A}</p>""",
        ["The LPS⟦1⟧ and the LKB⟦1⟧ open."],
        [f"1: {A}"],
    ),
    "hand-made-words": (
        f"""<p>The LPS<a href="#one"><sup>1</sup></a> and the LKB<a href="#two"><sup>2</sup></a> open.</p>
        <p><a name="one"><sup>1</sup></a> {A}<br><br><a name="two"><sup>2</sup></a> {B}<br><br></p><p>Contact</p>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open.", "Contact"],
        [f"1: {A}", f"2: {B}"],
    ),
    "bodies-by-break": (
        f"""<p>The LPS (<a href="#n1">1</a>) and the LKB (<a href="#n2">2</a>) open.</p>
        <p><b>Notes</b><br><a name="n1"></a>(1) {A}<br><a name="n2"></a>(2) {B}</p>""",
        ["The LPS ⟦1⟧ and the LKB ⟦2⟧ open.", "Notes"],
        [f"1: {A}", f"2: {B}"],
    ),
    "anchors-before-paragraphs": (
        f"""<p>The LPS<a href="#a1" id="b1">*</a> and the LKB<a href="#a2" id="b2">**</a> open.</p><a name="a1"></a><p>* {A} <a href="#b1">↑</a></p>
        <a name="a2"></a><p>** {B} <a href="#b2">↑</a></p>""",
        ["The LPS⟦*⟧ and the LKB⟦**⟧ open."],
        [f"*: {A}", f"**: {B}"],
    ),
    "note-below-its-paragraph": (
        f"""<p>The LPS<sup><a href="#f1">1</a></sup> opens.</p><p class="footnote" id="f1"><sup>1</sup>{A}</p><p>It is large.</p>
        <p>The LKB<sup><a href="#f2">2</a></sup> opens.</p><p class="footnote" id="f2"><sup>2</sup>{B}</p>""",
        ["The LPS⟦1⟧ opens.", "It is large.", "The LKB⟦2⟧ opens."],
        [f"1: {A}", f"2: {B}"],
    ),
    "several-blocks-in-a-box": (
        f"""<p>The LPS<sup><a href="#fn1">1</a></sup> and the LKB<sup><a href="#fn2">2</a></sup> open.</p><div class="footnotes"><p id="fn1">1. {A}</p>
        <ul><li>Lyon</li></ul><p>More.</p><p id="fn2">2. {B}</p></div><p>Contact</p>""",
        ["The LPS⟦1⟧ and the LKB⟦2⟧ open.", "Contact"],
        [f"1: {A} / Lyon / More.", f"2: {B}"],
    ),
    "note-in-site-footer": (
        f"""<main><p>The LPS<sup><a href="#fn1">1</a></sup> opens in Lyon with forty people and two microscopes.</p></main>
        <footer><p id="fn1"><sup>1</sup> {A}</p><p>© University</p></footer>""",
        ["The LPS⟦1⟧ opens in Lyon with forty people and two microscopes."],
        [f"1: {A}"],
    ),
    "table-note": (
        f"""<table><tr><th>Unit</th><th>Staff</th></tr><tr><td>LPS<sup><a href="#t1">a</a></sup></td><td>40</td></tr></table>
        <p class="note" id="t1"><sup><a href="#x">a</a></sup> {A}</p><div class="footnotes"></div>""",
        ["Unit\tStaff", "LPSa\t40", f"a {A}"],
        [],
    ),
    "two-in-a-row": (
        f"""<p>The LPS<sup><a href="#fn1">1</a>,<a href="#fn2">2</a></sup> opens.</p><ol><li id="fn1">{A}</li><li id="fn2">{B}</li></ol>""",
        ["The LPS⟦1⟧⟦2⟧ opens."],
        [f"1: {A}", f"2: {B}"],
    ),
    "two-in-brackets": (
        f"""<p>The LPS (<a href="#fn1">1</a>, <a href="#fn2">2</a>) opens.</p><ol><li id="fn1">{A}</li><li id="fn2">{B}</li></ol>""",
        ["The LPS ⟦1⟧⟦2⟧ opens."],
        [f"1: {A}", f"2: {B}"],
    ),
    "called-never": (
        f"""<p>The LPS opens.</p><section role="doc-endnotes"><ol><li id="fn1">{A}</li></ol></section>""",
        ["The LPS opens."],
        [f"1: {A}"],
    ),
    "note-lost": (
        """<p>The LPS<a href="#fn1" role="doc-noteref"><sup>1</sup></a> opens.</p>""",
        ["The LPS⟦1!⟧ opens."],
        [],
    ),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_markup_gives_its_callouts_and_notes(family: str) -> None:
    body, blocks, notes = FAMILIES[family]
    assert marked(read(body)) == (blocks, notes)
