# Handovers and milestones
refused-version-not-approved = The version is not approved. It can be handed over once it is approved with a part delivery.
refused-handover-is-answered = The handover is answered already.
refused-not-the-receiver = The receiver is the one who answers.

handovers-title = Handovers
handovers-empty-title = Nothing is handed over yet
handovers-empty-text = An approved version is handed over from its own page.
handover-title = Handover { $number }
handover-new = Hand over
handover-line = Handed over { $day }
handover-meant-for = The deliverable is to be handed to: { $to }
handover-receiver = Receiver
handover-receiver-hint = Whoever has a role in the project gets an email and answers in person.
handover-outside = Somebody outside the project
handover-receiver-name = Receiver outside the project
handover-receiver-name-hint = An organisation, a network or a person. You record the answer.
handover-note = Message
handover-handed-on = Handed over
handover-answered = Answered
handover-state-waits = Waits for an answer
handover-state-accepted = Accepted
handover-state-declined = Declined
handover-answer = Answer
handover-accept = Accept
handover-decline = Decline
handover-reason = Reason
handover-reason-hint = Needed when you decline.
handover-answered-by = Who answered
handover-answered-by-hint = A name, and preferably an organisation.
handover-answered-on = Day of the answer
handover-send = Save the answer
handover-open-version = Open the version
msg-handed-over = The version is handed over.
msg-handover-answered = The answer is saved.

# Milestones
milestone-new = New milestone
milestones-empty-title = No milestones yet
milestones-empty-text = Enter the days that the project is to reach.
milestones-plan = Once the plan is in force, milestones are added and get new days by a change request.
milestones-planned = The plan is in force. Milestones are added and get new days by a change request.
deliverables-plan = The plan is in force. Deliverables are added, altered and removed by a change request.
milestone-slip = Slip
milestone-first = first { $day }
milestone-first-plan = First planned
milestone-forecast = Forecast
milestone-forecast-hint = The day that you expect. Leave it empty while the plan holds.
milestone-done-on = Done
milestone-done-hint = The day on which the milestone was reached.

# Fields
field-one-receiver = Choose a receiver, or write one outside the project.
field-before-handover = The day lies before the handover.

# Waiting for you
turn-handover-to-answer = Handover to answer
turn-handover-to-answer-act = Answer
turn-handover-to-answer-text = { $by }
turn-why-receives = You are the receiver
turn-waits-for-receiver = Waits for the receiver

# The journal
event-handover-made = A version was handed over to { $to }
event-handover-accepted = { $name } accepted handover { $ref }
event-handover-declined = { $name } declined handover { $ref }
event-milestone-added = Milestone { $name } was added
event-milestone-followed_up = Milestone { $name } was followed up
journal-about-handover = handover { $ref }
journal-about-milestone = a milestone
journal-field-answered_on = Day of the answer
journal-field-forecast_on = Forecast
journal-field-done_on = Done

# Mail
mail-handed-over-subject = { $project }: { $what } is handed over to you
mail-handed-over-title = { $what } is handed over to you
mail-handed-over-text = { $by } has handed the version over. Accept it, or decline with a reason.
mail-open-handover = Open the handover
mail-handover-answered-subject = { $project }: answer to the handover of { $what }
mail-handover-accepted-text = { $by } has accepted { $what }.
mail-handover-declined-text = { $by } has declined { $what }.
handover-accept-means = You have received the version and take it over.
handover-decline-means = The version goes back to the project leader with your reason.
field-done-before-it-began = The day lies before both the milestone and the project began.
