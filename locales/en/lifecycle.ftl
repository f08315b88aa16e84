# Lifecycle, phases and gates
refused-project-paused = The project is paused. Gates, deliveries and changes of the plan are closed until it is resumed. Risks, reports, documents and roles go on as usual.
refused-project-closed = The project is closed. Gates, deliveries and changes of the plan are closed.
refused-not-paused = The project is not paused.
refused-gate-not-yet = Another gate comes before it.
refused-gate-is-left = The gate is settled already.
refused-gate-is-submitted = The gate has been submitted for decision already.
refused-gate-not-submitted = The gate has not been submitted for decision.
refused-condition-missing = Something is missing. Set a condition for it, or choose something else than Continue.
refused-already-closing = The project is closing already.
refused-condition-is-fulfilled = The condition is fulfilled already.
refused-gate-is-yours = The gate waits for your decision, so somebody else must change what it is judged by. You can pass what is missing with a condition, or return the gate.
refused-gate-decided-since = The gate has been decided about after that day. A new decision cannot be older.
refused-point-is-decided = The decision point has its decision already. Only which decision it became can be put right.
refused-not-theirs = The mandate is for something else. Load the page again.

# Lifecycles and their phases
lifecycle-project_model = The project model
lifecycle-regional_pipeline = The regional process
phase-idea = Idea
phase-initiation = Initiation
phase-investigation = Investigation
phase-establishment = Establishment
phase-phase_out = Phase-out
phase-realisation = Realisation
rail-ended = ended early
rail-skipped = did not take place
rail-left = { $day }, decision { $decision }
rail-planned = gate { $day }
project-lifecycle = Lifecycle
project-lifecycle-hint = The project keeps the lifecycle that it is opened with.
project-phase-first = The first phase

# What a gate asks for
criterion-need_described = The need is described
criterion-orderer_and_leader_named = Orderer and project leader are named
criterion-goals_linked = The goals are linked to the action plan's effect goals
criterion-alternatives_compared = The alternatives are compared
criterion-benefit_calculated = The benefit is calculated
criterion-interest_confirmed = Those taking part have agreed
criterion-financing_secured = The financing is secured
criterion-budget_adopted = The budget is adopted
criterion-organisation_staffed = The project's roles are filled
criterion-risks_handled = Every risk has a measure and someone responsible
criterion-goals_measurable = The goals can be measured
criterion-deliverables_approved = The deliverables are approved
criterion-results_handed_over = The results are handed over to their receivers
criterion-maintenance_arranged = Maintenance is arranged
criterion-economy_settled = The accounts are settled
criterion-lessons_shared = The lessons are shared
criterion-effect_owner_ready = The effect owner is named and takes over
criterion-effects_measured = The effects are measured
criterion-benefits_compared = The benefits are compared with the calculation
criterion-line_takes_over = The line organisation takes over the follow-up
artefact-project_directive = Project directive
artefact-feasibility_directive = Feasibility directive
artefact-feasibility_report = Feasibility report
artefact-project_plan = Project plan
artefact-benefit_realisation_plan = Benefit realisation plan
artefact-change_plan = Change plan
artefact-status_report = Status report
artefact-final_report = Final report
artefact-effect_report = Effect report
artefact-interest_inquiry_draft = Draft of an interest inquiry
artefact-interest_inquiry = Interest inquiry
artefact-interest_inquiry_new = New interest inquiry
artefact-directive_draft = Draft of a directive with benefit calculation

# Gates: pages
nav-gates = Gates
gate-one = Gate
gate-title = Gate { $number }: { $phase }
gate-state = State
gate-state-ahead = To come
gate-state-open = The phase is ongoing
gate-state-submitted = Waiting for a decision
gate-state-returned = Returned
gate-state-passed = Passed
gate-state-terminated = Ended early
gate-state-skipped = Did not take place
gate-met = Met
gate-met-of = { $met } of { $all } met
gate-left = Decided
gate-unplanned = Not planned
gate-before-styrrum = Before Styrrum
gate-criteria = Criteria
gate-artefacts = Documents of the phase
gate-item-condition-waits = Condition waits
gate-item-condition-fulfilled = Condition fulfilled
gate-criterion-met = Met
gate-criterion-lacking = Not met
gate-artefact-met = Approved
gate-artefact-lacking = Not approved
gate-item-met = Done
gate-item-lacking = Missing
gate-criterion-is-met = The criterion is met
gate-artefact-is-met = The document is approved
gate-note = Note
gate-note-hint = Say how it is met, or what is left.
artefact-version = Version { $version }
artefact-version-label = Version
artefact-open = Open
artefact-version-hint = For example 1.2.
artefact-reference = Where it is
artefact-reference-hint = Register number, link or folder.
gate-about = About the gate
gate-opened = The phase opened
gate-recommendation = The project leader's recommendation
gate-recommendation-hint = Why, and what the decider needs to know.
gate-recommends = The project leader recommends { $outcome }
gate-history = Decisions at the gate
gate-history-empty = Nothing is decided yet.
gate-plan = Plan
gate-plan-hint = The day on which the gate is to be decided. Leave it empty when it is not settled.
gate-submit = Submit for decision
gate-submit-goes-to = { $role } decides and gets an email.
gate-proposed = What do you recommend?
gate-ask-or-lift = Ask for a decision
gate-missing = { $count ->
    [one] One item is not met
   *[other] { $count } items are not met
}
gate-missing-means = The decider can go on only with a condition for what is missing.
gate-loose-ends = This is not settled. Once the project is closed, changes can no longer be decided or carried out.
gate-returned-with = Returned. This must be completed:
gate-lifted-by = { $by } lifted the gate on { $day }. { $role } decides.
gate-end-proposed-by = { $by } proposed on { $day } to end the project. { $role } decides.
gate-to-complete = This must be completed
gate-condition = Condition
gate-condition-for = Condition for: { $item }
gate-condition-other = Add another condition
gate-opens-beside = Open the phase { $phase } now already
gate-opens-beside-answer = Open the next phase beside it
gate-motivation-hint = For Back: say what must be completed.
gate-nothing-to-do = { $role } decides about the gate.
gate-propose-now = Lift as a proposal
gate-resume = Resume the project
gate-resume-hint = Why the project can go on.
gate-step-continue = Continue
gate-step-continue-means = The next phase opens.
gate-step-close = Continue
gate-step-close-means = The project's last phase is done, and the project is closed.
gate-step-back = Back
gate-step-back-means = The papers are completed and come up again.
gate-step-stop = Stop
gate-step-stop-means = The project is paused until a new decision.
gate-step-terminate = Terminate
gate-step-terminate-means = The project goes to its closure.
gate-step-terminate-proposed = Terminate (becomes a proposal)
gate-step-terminate-proposed-means = Becomes a proposal that is lifted. { $ender } decides.
gate-step-lift = Lift
gate-step-lift-means = { $above } decides instead.
gate-stop-or-end = Stop or end the project
gate-not-submitted = The project leader has not submitted the gate yet. It can be passed or returned once it is submitted; the project can be stopped or ended at any time.
gate-step-ask = Ask for a decision
gate-step-ask-means = { $holder } gets the question. The gate stays there.
step-ask-nobody = { $holder } is not appointed yet, so nobody gets the question now. It shows when somebody is.

standing-running = Running
standing-paused = Paused
standing-closed = Closed
standing-paused-text = { $role } stopped the project on { $day }, decision { $decision }. Gates, deliveries and changes of the plan are closed until the same role resumes it.
standing-closed-text = The project is closed. Gates, deliveries and changes of the plan are closed.

# Conditions
conditions-title = Conditions
conditions-empty = Nothing was decided on a condition.
condition-one = Condition
condition-line = { $owner }, by { $day } (decision { $decision })
criterion-of-deliverable = { $ref }, criterion { $number }
criterion-other = Another condition
condition-text = The condition
condition-owner = Responsible
condition-due = Done by
condition-fulfilled = Fulfilled
condition-overdue = Overdue
condition-waits = To do
condition-note = How is the condition fulfilled?
condition-note-hint = One sentence is enough.
condition-fulfil = Mark as fulfilled

# Decision points
points-title = Decisions in the plan
points-empty = No decisions are planned.
overview-all-points = All gates and decisions
point-one = Planned decision
point-new = Plan a decision
point-what = What
point-decider = Decided by
point-planned = Planned
point-decided = Decided
point-late = Deviation
point-not-yet = Not yet
point-no-deviation = None
point-in-time = In time
point-decision = The decision
point-decision-hint = When it is taken: choose the decision. The day is compared with the plan.
point-correct = Correct
point-decided-lead = What was planned stays once the decision is taken. Here you put right which decision it became.

msg-gate-submitted = The gate is submitted for decision.
msg-gate-proposed = The proposal to end the project is lifted.
msg-gate-lifted = The gate is lifted.
msg-condition-fulfilled = The condition is fulfilled.

# Fields
field-condition-missing = This is missing. Give a condition, somebody responsible and a day.
field-only-going-on = Conditions are set only when the project goes on.

# Decisions
decision-conditions = Conditions
decision-object-gate = Gate
decision-outcome-continue = Continue
decision-outcome-back = Back
decision-outcome-stop = Stop
decision-outcome-terminate = Terminate
decision-outcome-end_proposed = Proposal to end the project, lifted
decision-outcome-resumed = Resumed

# Waiting for you
turn-gate-submitted = Gate to decide
turn-gate-submitted-act = Decide
turn-gate-submitted-text = { $by }
turn-gate-lifted = Lifted gate
turn-gate-lifted-act = Decide
turn-gate-lifted-text = { $by }
turn-gate-end-proposed = Proposal to end the project
turn-gate-end-proposed-act = Decide
turn-gate-end-proposed-text = { $by }
turn-gate-asked = Question about a gate
turn-gate-asked-act = Decide
turn-gate-returned = Returned gate
turn-gate-returned-act = Complete
turn-gate-returned-text = This must be completed: { $by }
turn-project-paused = Paused project
turn-project-paused-act = Resume
turn-project-paused-text = The project is stopped until a new decision.
turn-condition-due = Condition
turn-condition-due-act = Open
turn-condition-due-text = Responsible: { $by }
turn-why-does = { $role } does this

# The journal
event-gate-planned = The day of gate { $ref } was changed
event-gate-item = { $met ->
    [yes] { $item }: done
   *[no] { $item }: not done
}
event-gate-submitted = Gate { $ref } was submitted for decision
event-gate-continued = Gate { $ref } was passed
event-gate-returned = Gate { $ref } was returned
event-gate-stopped = The project was stopped at gate { $ref }
event-gate-terminated = The project was ended at gate { $ref }
event-gate-end_proposed = A proposal to end the project was lifted at gate { $ref }
event-gate-lifted = Gate { $ref } was lifted
event-gate-lift_requested = A decision about gate { $ref } was asked for
event-gate-moved = Gate { $ref } got a new deciding role
event-gate-phase_opened = The phase before gate { $ref } was opened
event-project-resumed = The project was resumed
event-condition-set = Condition { $ref } was set
event-condition-fulfilled = Condition { $ref } is fulfilled
event-decision_point-added = A decision was planned
event-decision_point-edited = A planned decision was changed
journal-about-gate = gate { $ref }
journal-about-condition = condition { $ref }
journal-about-decision_point = a planned decision
journal-field-standing = The project's standing
journal-field-gate_state = The gate's state
journal-field-to_complete = To be completed
journal-field-planned_on = Planned
journal-field-recommendation = Recommendation
journal-field-again = Comes up again
journal-field-met = Done
journal-field-item = Demand
journal-field-gate = Gate
journal-field-due_on = Done by
journal-field-fulfilled_on = Fulfilled
journal-field-what = What
journal-field-stop = The stop
journal-field-terminate = Terminate

# Mail
mail-gate-submitted-subject = { $project }: gate { $number } waits for a decision
mail-gate-submitted-text = { $by } has submitted the gate for decision and recommends { $outcome }. { $role } decides.
mail-gate-lifted-subject = { $project }: gate { $number } is lifted to you
mail-gate-lifted-text = { $by } has lifted the gate. { $role } decides now.
mail-gate-end-proposed-text = { $by } proposes to end the project. { $role } decides.
mail-gate-asked-subject = { $project }: decide on gate { $number }
mail-gate-decided-subject = { $project }: gate { $number } is decided
mail-gate-decided-text = { $role } has decided: { $outcome }.
mail-open-gate = Open the gate
mail-condition-subject = { $project }: { $count ->
    [one] a condition
   *[other] { $count } conditions
} that you answer for
mail-condition-title = { $count ->
    [one] A condition
   *[other] { $count } conditions
} that you answer for
mail-condition-text = A decision was taken on conditions that you answer for.
mail-open-condition = Open the condition

# The report's words for the decisions
report-decided-continue = Continue
report-decided-back = Back
report-decided-stop = Stop
report-decided-terminate = Terminate
report-decided-end_proposed = Proposal to end the project, lifted
report-decided-resumed = Resumed
field-report-not-approved = The report is not approved. Once it is, it stands here by itself.
artefact-elsewhere = Kept outside Styrrum:
artefact-elsewhere-tag = Outside Styrrum
artefact-elsewhere-hint = The document is added under Documents and adopted there. The item is then done by itself. If it is kept elsewhere, say which version and where. It is then shown as a document outside Styrrum.
artefact-kept-here = The project has the document, but no version is adopted yet. The item is done by itself when a version is adopted.
gate-artefact-is-elsewhere = The document is kept outside Styrrum
field-document-not-adopted = The project has the document, but it is not adopted yet. The item is done when a version is adopted.
artefact-report-approved = The report is approved, edition { $edition }. It stands here when the item is ticked.
artefact-report-elsewhere-hint = The report is written in Styrrum and approved there by its roles. If it is kept elsewhere, say which version and where. It is then shown as a document outside Styrrum.
