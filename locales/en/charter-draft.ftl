# A proposed charter.
charter-draft = Proposal
charter-draft-title = Proposed charter { $number }
charter-draft-lead = Saved by { $name } { $when }. The proposal is not in force until it is adopted.
charter-draft-waits = { $name } saved a proposed charter { $when }.
charter-draft-open = Show the proposal
charter-draft-edit = Change the proposal
charter-draft-discard = Remove the proposal
charter-draft-outdated = The charter has changed since the proposal was written. Open the proposal, look it over and save it again.
charter-draft-changes = What changes
charter-draft-same = The proposal is the same as today
charter-draft-same-text = Change at least one matter before it can be adopted.
charter-save-draft = Save and compare
charter-now = Now
charter-proposed = Proposed
charter-follows = What follows
charter-moves = { $count ->
    [one] One waiting matter moves
   *[other] { $count } waiting matters move
}
charter-moves-nothing = Nothing that waits moves
charter-who-adopts = { $role } can adopt the proposal.
msg-charter-drafted = The proposal is saved. Nothing is decided yet.
msg-charter-draft-discarded = The proposal is removed.
refused-draft-is-outdated = The charter has changed since the proposal was written. Save the proposal again first.
event-charter-drafted = A proposed charter was saved
event-charter-draft_discarded = The proposed charter was removed
