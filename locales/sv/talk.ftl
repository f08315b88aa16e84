talk-title = Synpunkter och kommentarer
talk-empty = Ingen har skrivit något än.
talk-opinion = Synpunkt
talk-comment = Kommentar
talk-text = Skriv en kommentar eller lämna en synpunkt
talk-hint = En synpunkt är inte ett beslut.
talk-give-opinion = Lämna synpunkt
talk-give-comment = Kommentera
talk-opinions = { $n ->
    [1] En synpunkt.
   *[other] { $n } synpunkter.
}
talk-said-last = { $by } senast:
msg-remark-saved = Din text är sparad.

event-remark-opinion = En synpunkt lämnades på { $about }
event-remark-comment = En kommentar skrevs om { $about }
