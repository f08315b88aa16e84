# Deliverables and part deliveries
refused-version-is-locked = The version is approved and locked. Add a new version.
refused-criteria-are-approved = The newest version of the deliverable is approved with its criteria. Whoever leads the project adds a new version first, and the criteria then hold for that. Whether a criterion is met can always be said.
refused-version-is-judged = A decision was taken about the version, so it stays. Add a new version.
refused-version-is-gathered = The version is in a part delivery. Take it out there first.
refused-delivery-is-submitted = The part delivery is submitted for decision.
refused-delivery-not-submitted = The part delivery is not submitted for decision.
refused-delivery-is-decided = The part delivery is approved already.
refused-delivery-is-empty = Choose at least one version before the part delivery is submitted.

# A deliverable's page
deliverable-description = Description
deliverable-description-hint = What the deliverable is, and who it is for.
deliverable-responsible = Responsible
deliverable-handed-to-hint = Those who receive the deliverable.
deliverable-about = About the deliverable
deliverable-history = History
deliverable-criteria = Acceptance criteria
deliverable-criteria-empty = There are no acceptance criteria yet.
deliverable-no-criteria = No criteria
deliverable-criterion = Acceptance criterion
deliverable-criterion-new = New acceptance criterion
deliverable-criterion-text = The criterion
deliverable-criterion-hint = Something that can be answered with yes or no.
deliverable-versions = Versions
deliverable-versions-empty = There is no version yet.
deliverable-version-new = New version
deliverable-version-title = Version { $label }
deliverable-version-draft = Draft
deliverable-version-added = Version { $label } was added
deliverable-version-approved = Version { $label } was approved
deliverable-locked = Approved and locked
deliverable-locked-text = The version is approved by decision { $decision }. It cannot be changed or removed.
deliverable-where = Found in
deliverable-link = Link
deliverable-link-hint = Where the version lies. Begins with https://.
deliverable-link-open = Open the link
deliverable-file = File
deliverable-file-hint = PDF, Word, Excel, PowerPoint, OpenDocument, a picture (PNG, JPG) or text (TXT, MD, CSV), at most { $megabytes } MB.
deliverable-file-get = Download the file
deliverable-checksum = Checksum of the file
deliverable-change-note = What is new
deliverable-change-note-hint = A sentence on what has changed since the version before.
deliverable-added = Added
deliverable-remove = Remove the version
deliverable-remove-text = No part delivery holds the version, so it can be removed.

# Part deliveries
parts-title = Part deliveries
parts-empty-title = No part deliveries yet
parts-empty-text = A part delivery gathers versions that are decided upon together.
part-one = Part delivery
part-number = Part delivery { $number }
part-title = Part delivery { $number }: { $name }
part-new = New part delivery
part-edit = Change the part delivery
part-name = Name
part-name-hint = For example First versions.
part-planned-hint = The day on which the part delivery is to be decided.
part-point = Decision in the plan
part-point-hint = The planned decision that the part delivery is. It gets its decision when the part delivery is approved.
part-no-point = None
part-versions = Versions
part-versions-hint = Choose one version of each deliverable that is to be in it.
part-not-in = Not in it
part-no-versions = no version yet.
part-approved-already = { $label } is approved already.
part-add-version = Add a new version
part-empty = No versions are chosen yet.
part-unmet = Criteria that are not met
part-about = About the part delivery
part-history = Decisions about the part delivery
part-state-draft = Draft
part-state-submitted = Waits for decision
part-state-returned = Returned
part-state-approved = Approved
part-ask = Ask for a decision
part-step-ask = Ask for a decision
part-step-ask-means = { $holder } gets the question. The part delivery stays there.
part-lifted-by = { $by } lifted the part delivery { $day }. { $role } decides.
part-nothing-to-do = { $role } decides about the part delivery.
part-step-continue = Continue
part-step-continue-means = The part delivery is approved and its versions are locked.

msg-delivery-submitted = The part delivery is submitted for decision.
msg-delivery-lifted = The part delivery is lifted.

# Fields
field-not-a-version = Write the version as numbers with full stops between, such as 0.3.
field-not-a-link = Write a link that begins with https:// or http://.
field-link-or-file = Enter a link or choose a file.
field-no-such-version = The version does not exist.
field-version-approved = The version is approved already.
field-deliverable-twice = The deliverable can be in it only once.

# Decisions
decision-object-part_delivery = Part delivery

# Waiting for you
turn-delivery-submitted = Part delivery to decide
turn-delivery-submitted-act = Decide
turn-delivery-submitted-text = { $by }
turn-delivery-lifted = Lifted part delivery
turn-delivery-lifted-act = Decide
turn-delivery-lifted-text = { $by }
turn-delivery-asked = Question about a part delivery
turn-delivery-asked-act = Decide
turn-delivery-returned = Returned part delivery
turn-delivery-returned-act = Complete
turn-delivery-returned-text = To be completed: { $by }

# The journal
event-deliverable-criterion_added = Deliverable { $ref } got an acceptance criterion
event-deliverable-criterion_edited = { $met ->
    [yes] Deliverable { $ref }: a criterion is met
   *[no] Deliverable { $ref }: a criterion was changed
}
event-deliverable-version_added = Deliverable { $ref } got a new version
event-deliverable-version_removed = A version of deliverable { $ref } was removed
event-part_delivery-drawn_up = Part delivery { $ref } was drawn up
event-part_delivery-edited = Part delivery { $ref } was changed
event-part_delivery-submitted = Part delivery { $ref } was submitted for decision
event-part_delivery-approved = Part delivery { $ref } was approved
event-part_delivery-returned = Part delivery { $ref } was returned
event-part_delivery-stopped = The project was stopped at part delivery { $ref }
event-part_delivery-terminated = The project was ended at part delivery { $ref }
event-part_delivery-end_proposed = A proposal to end the project was lifted at part delivery { $ref }
event-part_delivery-lifted = Part delivery { $ref } was lifted
event-part_delivery-lift_requested = A stand on part delivery { $ref } was asked for
event-part_delivery-moved = Part delivery { $ref } got a new deciding role
event-project-stopped = The project was paused
event-project-ended = The project went to its closure
journal-about-part_delivery = part delivery { $ref }
journal-field-responsible = Responsible
journal-field-link = Link
journal-field-note = Note
journal-field-sha256 = Checksum of the file
journal-field-versions = Versions
journal-field-part_state = State of the part delivery
journal-field-delivery = Part delivery

# Mail
mail-delivery-submitted-subject = { $project }: part delivery { $number } waits for decision
mail-delivery-submitted-text = { $by } has submitted the part delivery for decision and recommends { $outcome }. { $role } decides.
mail-delivery-lifted-subject = { $project }: part delivery { $number } is lifted to you
mail-delivery-asked-subject = { $project }: decide on part delivery { $number }
mail-delivery-lifted-text = { $by } has lifted the part delivery. { $role } decides now.
mail-delivery-decided-subject = { $project }: part delivery { $number } is decided
mail-open-delivery = Open the part delivery
refused-must-needs-waiver = A must in force demands less, or is let be, by a waiver only. Ask for a waiver.
deliverable-removed = The deliverable was taken out of the plan. What was decided about it stays.
