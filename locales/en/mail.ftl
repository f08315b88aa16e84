# Mails that Styrrum sends. The report's words stand with the reports.
mail-hello = Hello!
mail-foot = This email was sent by Styrrum.
mail-foot-reply = Replies go to { $name }.
mail-link-subject = Choose a new password in Styrrum
mail-link-subject-first = You have an account in Styrrum
mail-link-text = Someone has asked for a new password for your account. Choose it on the page below.
mail-link-first = You have been given an account in Styrrum. Choose a password on the page below, and you can sign in.
mail-link-button = Choose password
mail-link-valid = { $hours ->
    [one] The link is valid for an hour and can be used once.
   *[other] The link is valid for { $hours } hours and can be used once.
}
mail-link-ignore = If this was not you, you can ignore this email.
mail-risk = { $ref }: { $consequence }
mail-threat = Threat
mail-vulnerability = Vulnerability
mail-value = Risk value
mail-value-before = Value before
mail-value-now = Value now
mail-value-proposed = Proposed value
mail-reason = Reason
mail-measure = Chosen measure
mail-no-measure = None yet
mail-answer-by = Answer by
mail-new-risk-subject = { $project }: new risk { $ref } with the value { $value }
mail-new-risk-text = { $by } has logged a new risk. { $role } has the mandate for it.
mail-open-risk = Open the risk
mail-escalated-subject = { $project }: risk { $ref } has risen to { $value }
mail-escalated-text = { $by } has assessed a risk higher than before. { $role } holds the mandate for it now.
mail-expired-subject = { $project }: the acceptance of risk { $ref } has expired
mail-expired-text = The risk was accepted until { $day } by decision { $number }. It is open again and waits for a new decision. { $role } holds the mandate for it.
mail-lowering-subject = { $project }: proposal to lower risk { $ref }
mail-lowering-text = { $by } proposes a lower risk value. { $role } answers yes or no.
mail-answer-lowering = Answer the proposal
mail-lifted-subject = { $project }: risk { $ref } has been lifted to you
mail-lifted-text = { $by } has lifted a risk. { $role } holds the mandate for it now.
mail-asked-subject = { $project }: decide about risk { $ref }
mail-asked-text = { $by } asks for a decision. { $role } holds the mandate.
mail-unmanned = { $role } currently has no one who can decide, so this mail goes to you.
mail-declined-subject = { $project }: recorded decision about { $what } was declined
mail-declined-text = { $by } has declined what you recorded about { $what }. Nothing was decided that way.
mail-open-recording = Open what you recorded
mail-recorded-subject = { $project }: confirm the decision about { $what }
mail-recorded-title = A decision to confirm
mail-recorded-text = { $by } has recorded a decision. { $role } has decided so, and it takes effect when it is confirmed.
mail-recorded-open = Read and confirm
mail-moved-subject = { $project }: { $count ->
    [one] one matter has moved to you
   *[other] { $count } matters have moved to you
}
mail-moved-title = { $count ->
    [one] One matter has moved to you
   *[other] { $count } matters have moved to you
}
mail-moved-charter = { $by } has adopted a new charter. { $role } holds the mandate for these now.
mail-moved-risk_policy = { $by } has adopted a new risk policy. The risks have risen into a higher band. { $role } holds the mandate for them now.
mail-moved-more = And { $count } more.
mail-moved-open = See what waits for you
mail-meeting-planned-subject = { $project }: meeting on { $day }
mail-meeting-planned-text = { $by } calls a meeting of { $body }.
mail-meeting-changed-subject = { $project }: changed meeting on { $day }
mail-meeting-changed-text = { $by } has changed a meeting of { $body }.
mail-meeting-cancelled-subject = { $project }: cancelled meeting on { $day }
mail-meeting-cancelled-text = { $by } has cancelled a meeting of { $body }.
mail-meeting-before = Before
mail-meeting-open = Open the meeting
mail-meeting-event = { $body }: meeting in { $project }
mail-report-highest = Highest risks now
mail-report-risk = risk value { $value } ({ $band }). { $consequence }
