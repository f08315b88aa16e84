talk-title = Opinions and comments
talk-empty = Nobody has written anything yet.
talk-opinion = Opinion
talk-comment = Comment
talk-text = Write a comment or give an opinion
talk-hint = An opinion is not a decision.
talk-give-opinion = Give opinion
talk-give-comment = Comment
talk-opinions = { $n ->
    [1] One opinion.
   *[other] { $n } opinions.
}
talk-said-last = { $by } said last:
msg-remark-saved = Your text is saved.

event-remark-opinion = An opinion was given on { $about }
event-remark-comment = A comment was written on { $about }
