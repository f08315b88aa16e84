# Status reports: the pages, the report itself and the mail with it.
report-name = { $kind ->
    [final] Final report
    [effect] Effect report
   *[status] Status report { $number }
}
report-edition = edition { $edition }
report-report = Report
report-register = Ref.
report-period = Period
report-to = to
report-sprints = { $count ->
    [one] Sprint { $list }
   *[other] Sprints { $list }
}
report-not-yet = Not yet
report-figures-as-of = Figures as of
report-nobody = Nobody is appointed
report-page = Page
report-page-of = of
report-watermark-draft = DRAFT
report-watermark-submitted = NOT APPROVED
report-lights = Status
report-area = Area
report-light = Status
report-deviation = Deviation
report-measure = Measure
report-done = Done
report-yes = Yes
report-no = No
report-no-deviation = None.
report-chosen-instead = { $area }: the figures speak for { $proposed }. The project leader has chosen { $chosen }. Reason: { $reason }
report-results = Results achieved
report-no-result = Nothing new in the period.
report-no-deliverables = The project has no deliverables yet.
report-upcoming = Coming activities
report-complications = Complications
report-none = None.
report-summary = Summary
report-economy = Budget and costs
report-economy-text = Actual costs for { $year } are { $outcome } of the year's budget of { $budget }. Of the total budget of { $total }, { $left } remains. Figures as at { $day }.
report-economy-caption = Budget and actual costs { $year }, kronor
report-category = Cost category
report-budget = Budget
report-budget-year = Budget of the year
report-budget-total = Whole budget
report-outcome = Actual
report-left = Left
report-left-total = Left of the whole budget
report-item = item { $item }
report-whole-project = Whole project
report-sum = Sum
report-no-budget = The project has no budget yet.
report-chart-over = { $category } has cost { $outcome } against a budget for the year of { $budget }.
report-chart-within = Actual costs are { $outcome } of the year's budget of { $budget }.
report-risks = Risks
report-risk = Risk
report-risks-text = { $open ->
    [0] No risks are open.
    [one] One risk is open.
   *[other] { $open } risks are open.
} { $covered } of { $open } has a chosen measure with a responsible person.
report-matrix = Risk matrix, likelihood (S) and impact (K)
report-decides = { $holder } decides
report-trend-risen = { $risk } has risen from { $from } to { $to }.
report-trend-fallen = { $risk } has fallen from { $from } to { $to }.
report-trend-still = The risks have the same values as before.
report-risk-list = Open risks, highest value first
report-risk-list-highest = The { $shown } highest of { $open } open risks
report-nr = No.
report-value = Value
report-responsible = Responsible
report-no-measure = No measure
report-lowering-waits = Lowering to { $value } waits for an answer
report-decisions = Decisions since the last report
report-no-decisions = No decisions in the period.
report-date = Date
report-decision = Decision
report-outcome-of = Outcome
report-approved-by = approved by decision { $decision }
report-not-approved = not approved
report-newer-version = Version { $label } is not approved
report-decided-by = Decided by
report-decided-accepted = Accepted
report-decided-confirmed = Lowering confirmed
report-decided-refused = Lowering refused
report-decided-measure_ordered = Measure ordered
report-decided-lifted = Lifted
report-decided-approved = Approved
report-decided-returned = Returned
report-decided-rejected = Rejected
report-decided-adopted = Adopted
report-decided-appointed = Appointed
report-decided-ended = Ended
report-decided-elected = Elected
report-decided-delegated = Delegated
report-decided-revoked = Revoked
report-next-meeting = Next meeting
report-approval = Approval
report-approved-text = { $role } approved the report on { $day }, decision { $decision }. The approval was recorded by { $name }.
report-approved-recorded-text = { $role } approved the report on { $day }, decision { $decision }. The approval was recorded by { $recorder } and confirmed by { $name }.
report-basis-meeting = Decided at the meeting of { $day }, { $item }. Present: { $who }.
report-basis-per_capsulam = Decided per capsulam. Agreed: { $who }.
report-basis-chair = The chair decided alone.
report-qr = QR code to the report in Styrrum
report-in-styrrum = The report in Styrrum:
report-checkpoint = The journal's checkpoint { $seq }: { $hash }. With it anybody can show that the report has not been changed.

# What the figures say of a status
finding-category_over_year = { $category } has cost { $outcome } against a budget for the year of { $budget } ({ $percent } %).
finding-category_over_total = { $category } has cost { $outcome }. The total budget is { $budget }.
finding-year_exceeded = Actual costs for the year, { $outcome }, exceed its budget of { $budget }.
finding-milestone_late = { $milestone } is { $days ->
    [one] one day
   *[other] { $days } days
} late.
finding-role_unfilled = { $role } has been unfilled for { $days ->
    [one] one day
   *[other] { $days } days
}.

# The list and the report's page
report-new = New status report
report-list-lead = A status report gathers one or more sprints. The steering group approves it before it is sent.
report-empty-title = No status report yet
report-empty-text = The first is filled in from sprints, budget, risks and decisions. You write the rest.
report-state = State
report-steps = The report's way
report-step-write = Write
report-step-submit = Submit
report-step-approve = Approve
report-step-send = Send
report-write = Write
report-write-numbered = Write status report { $number }
report-pdf = Download PDF
report-pdf-watermarked = PDF with watermark
report-older-edition = You are reading an older edition.
report-returned-because = The report was returned. Reason: { $reason }
report-waits-for = { $holder } decides about the report.
report-decide = Decide about the report
report-record-decision = Record the decision
report-decide-lead = Read the report below. Approve it, or return it with a reason.
report-decide-records = You record what the group has decided. It takes effect when the chair has confirmed.
report-decides-as = { $holder } decides
report-basis = How the decision was taken
report-reason = Reason
field-reason-is-for-a-return = A reason goes with a return only. Take it away to approve, or choose Return.
report-return-reason = Reason, if the report is returned
report-return-hint = Write what needs to change.
report-check-approval = Check and approve
report-check-title = Approve: { $name }
report-check-return-title = Return: { $name }
report-check-return = Whoever writes the report reads the reason, can change it and submits it again. The decision goes into the decisions log.
report-check-final = When you approve, the report is locked. After that it is corrected only by a new edition.
report-check-step = The report then waits for the next approval. It is locked when everybody has approved.
report-check-recording = The chair is asked to confirm. The report is locked when everybody has approved.
report-approve-now = Approve the report
report-record-now = Record the decision
report-send = Send the report
report-recipients = Recipients
report-recipients-hint = Those chosen beforehand have not had this edition.
report-registrar = Copy to the registrar
report-again = Send also to those who have had it
report-again-hint = They get the same PDF once more.
report-no-recipients = The project has no recipients of reports.
report-send-note = The PDF is attached. Answers go to you.
report-send-now = Send
report-deliveries = Mailings
report-sent-to = { $n ->
    [one] One recipient
   *[other] { $n } recipients
}
report-recipient = Recipient
report-server-words = The mail server's words
report-not-tried = Waits for the first try
report-proof = Checksums
report-actions = Actions
report-resend = Send again
report-retry = Try again
report-proofs = About the edition
report-last-saved = Last saved
report-content-hash = Checksum of the content
report-pdf-hash = Checksum of the PDF file
report-decision-numbered = Decision { $number }
report-editions = Editions
report-correct = Correct in a new edition
report-correct-hint = An approved report is locked. The correction is a new edition, approved by itself.

# The editor
report-summary-hint = What matters most, in a few lines.
report-proposed = The figures speak for: { $light }
report-light-hint = If you choose another than the proposal, the text of the deviation is your reason.
report-as-proposed = As proposed: { $light }
report-measure-done = The measure is done
report-forward = Forward
report-upcoming-hint = Write one activity a line.
report-gathers = Sprints in the report
report-language = Language of the report
report-in-swedish = Swedish
report-in-english = English
report-save-draft = Save draft
report-submit = Submit
report-changes = Differences from report { $last }
report-no-changes = Nothing differs yet.
report-part = Part
report-before = Last
report-now = Now
report-preview = Preview

msg-report-started = The report is started and filled in with what is known.
msg-report-saved = The draft is saved.
msg-report-submitted = The report is submitted. Its figures do not change any more.
msg-report-edition = A new edition is started.
msg-report-approved = The report is approved and locked.
msg-report-returned = The report is returned.
msg-report-recorded = The decision is recorded and waits for the chair.
msg-report-dispatched = The report is in the queue and is being sent.
msg-report-already-sent = All the chosen have had this edition already.
msg-report-retried = The mail is in the queue again.
field-light-without-reason = Write why the status differs from what the figures say.
field-light-without-words = Write what deviates, or what is done about it.
field-result-missing = Write what was achieved before the report is submitted.
field-report-part-missing-sprints = Choose at least one sprint: the period of a report is one or more sprints. New sprints are added under Sprints.
field-report-part-missing = This part is needed before the report is submitted.

# Mail
mail-report-subject = { $kind ->
    [final] { $project }: final report
    [effect] { $project }: effect report
   *[status] { $project }: status report { $number }, { $from } to { $to }
}
mail-report-hello = Hello,
mail-report-lead = { $kind ->
    [final] Here is the final report of { $project }. It is approved.
    [effect] Here is the effect report of { $project }. It is approved.
   *[status] Here is status report { $number } of { $project }. It covers { $from } to { $to } and is approved.
}
mail-report-corrected = This is edition { $edition }, which replaces the earlier one.
mail-report-risks = { $shown ->
    [first] Open risks: { $open }. The three highest are:
   *[all] Open risks: { $open }
}
mail-report-attached = The whole report is attached as a PDF.
mail-report-online = It can also be read here:
mail-report-open = Open in Styrrum
mail-report-reply = Answer this mail and you reach { $name }.
mail-report-proof = What proves the report stands in the PDF file.
mail-report-submitted-subject = { $project }: { report-the } waits for your decision
mail-report-submitted-text = { report-the-first } of { $project } waits for your decision. Read it and approve it, or return it with a reason.
mail-report-approved-subject = { $project }: { report-the } is approved
mail-report-approved-text = { $name } has approved { report-the } of { $project }. The report is locked, and the project leader or the project orderer can now send it to its recipients.
mail-report-returned-subject = { $project }: { report-the } was returned
mail-report-returned-text = { $name } has returned { report-the } of { $project }. Mend it and submit it again.
report-check-recording-button = Record the approval
report-check-recording-return = Record the return
report-decided-elsewhere = Has { $holder } decided already? Record it
report-check-sending = Check and send
report-check-sending-title = Send: { $name }
report-check-sending-final = A mail that has been sent cannot be called back.
report-goes-to = The report goes to
report-once-more = Once more
report-mail-subject = Subject
report-mail-attachment = Attachment
report-have-it = Have it already: { $list }.
report-send-more = Send to more
report-written-to-file = In the demo the mail is written to a file instead of being sent.
report-message-id = Message ID:
report-continue = Go on writing
report-pdf-short = PDF

# The final report and the effect report
report-the = { $kind ->
    [final] the final report
    [effect] the effect report
   *[status] status report { $number }
}
report-the-first = { $kind ->
    [final] The final report
    [effect] The effect report
   *[status] Status report { $number }
}
report-closing = Final report and effect report
report-about = Contents
report-lead-final = What the project reached, how it was done, what it cost, and what others can learn from it.
report-lead-effect = Each effect goal with its baseline, measurements and outcome, and who carries it on.
report-not-begun-short = Not begun
report-not-begun = { $kind ->
    [effect] No effect report is submitted yet
   *[final] No final report is submitted yet
}
report-written-by = Written by: { $list }.
report-approved-in-order = Approved in this order by: { $list }.
report-begin = { $kind ->
    [effect] Begin the effect report
   *[final] Begin the final report
}
report-too-early-final = The final report is begun in the execution or the closure.
report-too-early-effect = The effect report is begun when the effect phase is open.
report-write-the = { $kind ->
    [effect] Write the effect report
   *[final] Write the final report
}
report-changes-from-edition = Differences from edition { $edition }
report-the-rest = Other texts
report-not-written = Nothing is written.
report-text-summary = Summary
report-text-process = How the work was done
report-text-organisation = Organisation
report-text-economy = Comment on budget and costs
report-text-benefits = Benefits against the calculation
report-text-lessons = Lessons
report-text-recommendation = Recommendation
report-hint-final-summary = The most important in a few lines. Filled in from the status report that was last approved.
report-hint-final-process = What worked, what took longer, what was done again? Phases and milestones stand in the report.
report-hint-final-organisation = How did roles and cooperation work? Those who hold the roles stand in the report.
report-hint-final-economy = Explain the difference between budget and actual costs. The figures are in the report.
report-hint-final-lessons = What can other projects learn from this one?
report-hint-final-recommendation = What should happen now, and who does it?
report-hint-effect-summary = The most important in a few lines.
report-hint-effect-benefits = What were the benefits, against what was calculated?
report-hint-effect-lessons = What can others learn of how the effect came, or did not?
report-hint-effect-recommendation = What should the line organisation do now?
report-goals = Goals and what was reached
report-effects = Effects
report-reached = What was reached
report-outcome-of-effect = Outcome
report-carried-on-by = Carried on by
report-carried-on-hint = The organisation or role that takes over, and what it does.
report-no-goals = The project has no goals.
report-no-effects = The project has no effect goals.
report-no-indicators = The goal has no indicator.
report-method = Method: { $method }.
report-missed = Planned measurements that are missing: { $list }.
report-deliverables = Deliverables and handovers
report-deliverable = Deliverable
report-version = Version
report-handed-to = To be handed to
report-handovers = Handovers
report-no-handovers = No deliverable has been handed over.
report-receiver = Receiver
report-handed-on = Handed over
report-phases = Phases and gates
report-phase = Phase
report-open-conditions = Conditions that are not fulfilled
report-condition = Condition
report-condition-of = Of
report-condition-owner = Responsible
report-condition-due = Due
condition-of-gate = Gate { $number }
condition-of-delivery = Part delivery { $number }
report-milestones = Milestones
report-milestone = Milestone
report-planned = Planned
report-not-done = Not reached
report-days-late = Days late
report-role = Role
report-people = People
report-closing-economy-text = Actual costs are { $outcome } of the total budget of { $budget }. { $left } of the budget remains. Figures as at { $day }.
report-closing-economy-caption = Budget and actual costs for the whole project, kronor
report-change-requests = Changes
report-change-request = Change request
report-no-change-requests = No change was requested.
report-occurred = Risks that occurred
report-none-occurred = No risk occurred.
report-all-decisions = Decisions
report-no-decisions-at-all = No decisions have been taken.
msg-report-step-approved = The approval is recorded. The report now waits for the next.
field-report-part-missing-process = Write how the work was done before the report is submitted.
field-report-part-missing-benefits = Write the benefits against the calculation before the report is submitted.
field-report-part-missing-lessons = Write the lessons before the report is submitted.
field-report-part-missing-recommendation = Write the recommendation before the report is submitted.
field-goal-without-outcome = Write what was reached: { $about }
field-goal-without-carrier = Write who carries on: { $about }
