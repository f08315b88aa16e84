# The words of the domain, by key.

# Roles, also with the article
role-financier = Financier
role-financier-the = The financier
role-financier_representative = Financier’s representative
role-financier_representative-the = The financier’s representative
role-project_owner = Project owner
role-project_owner-the = The project owner
role-project_orderer = Project orderer
role-project_orderer-the = The project orderer
role-steering_group = Steering group
role-steering_group-the = The steering group
role-project_leader = Project leader
role-project_leader-the = The project leader
role-deputy_project_leader = Deputy project leader
role-deputy_project_leader-the = The deputy project leader
role-project_group = Project group
role-project_group-the = The project group
role-reference_group = Reference group
role-reference_group-the = The reference group
role-project_controller = Project controller
role-project_controller-the = The project controller
role-effect_owner = Effect owner
role-effect_owner-the = The effect owner
role-secretary = Secretary
role-secretary-the = The secretary
role-registrar = Registrar
role-registrar-the = The registrar
role-administrator = Administrator
role-administrator-the = The administrator
role-chair = Chair
role-chair-the = The chair
role-member = Member
role-member-the = The member

# Phases
phase-initiate = Initiation
phase-feasibility = Feasibility study
phase-planning = Planning
phase-execution = Execution
phase-closure = Closure
phase-effect = Effect

# Risks
band-low = Low
band-medium = Medium
band-high = High
risk-state-assessed = Assessed
risk-state-treated = Treated
risk-state-accepted = Accepted
risk-state-occurred = Has occurred
risk-state-closed = Closed
assessment-initial = First assessment
assessment-current = Assessment
assessment-residual = After measures
strategy-avoid = Avoid
strategy-reduce = Reduce
strategy-share = Share
strategy-accept = Accept
measure-state-proposed = Proposed
measure-state-chosen = Chosen
measure-state-ongoing = In progress
measure-state-done = Done
measure-state-dropped = Dropped
trend-up = Rising
trend-down = Falling
trend-flat = Unchanged

# Matters that somebody decides
matter-risk_low = Low risk
matter-risk_medium = Medium risk
matter-risk_high = High risk
matter-gate = Gate
matter-terminate = Terminate the project
matter-resume = Resume the project
matter-change_within_tolerance = Change within tolerance
matter-change_plan = Change of the plan
matter-change_budget_frame = Change of the budget frame
matter-change_financing = Change of the financing
matter-deliverable = Deliverable
matter-status_report = Status report
matter-final_report = Final report
matter-final_report_financier = Final report to the financier
matter-effect_report = Effect report
matter-plan_document = Plan document
matter-charter = Charter
matter-risk_policy = Risk policy
matter-budget = Budget
matter-appointment_steering = Appoint the steering group
matter-appointment_leader = Appoint the project leader
matter-appointment_member = Appoint members
matter-waiver = Waiver of a requirement

# Lights of the status report
light-on_plan = On plan
light-minor = Minor complications
light-major = Complications
light-none = no budget yet
light-area-budget = Budget
light-area-time = Time
light-area-staff = Staff
report-state-draft = Draft
report-state-submitted = Submitted
report-state-approved = Approved
report-state-returned = Returned
report-state-sent = Sent
delivery-queued = Queued
delivery-sending = Being sent
delivery-sent = Sent
delivery-accepted = Accepted by the mail server
delivery-bounced = Bounced
delivery-failed = Could not be sent
delivery-opened = The link has been opened

# Decisions
outcome-continue = Continue
outcome-back = Back
outcome-stop = Stop
outcome-terminate = Terminate
outcome-approve = Approve
outcome-return = Return
outcome-reject = Reject
outcome-accept = Accept
outcome-adopt = Adopt
outcome-confirm = Confirm
outcome-refuse = Refuse
decided-continue = Continues
decided-back = Sent back
decided-stop = Stopped
decided-terminate = Terminated
decided-approve = Approved
decided-return = Returned
decided-reject = Rejected
decided-accept = Accepted
decided-adopt = Adopted
decided-confirm = Confirmed
decided-refuse = Refused
basis-meeting = At a meeting
basis-per_capsulam = Per capsulam
basis-chair = By the chair alone
basis-person = By the holder of the role
basis-late_entry = Entered afterwards

# Change requests
change-request = Change request
change-state-draft = Draft
change-state-submitted = Submitted
change-state-received = Received
change-state-assessed = Assessed
change-state-raised = Raised for decision
change-state-approved = Approved
change-state-rejected = Rejected
change-state-returned = Returned
change-state-executing = Being carried out
change-state-executed = Carried out
change-state-communicated = Communicated
change-told-rejected = Rejected and communicated
change-state-withdrawn = Withdrawn

# Items of an agenda
item-information = Information
item-discussion = Discussion
item-work = Work
item-decision = Decision
opinion = Opinion
plan-baseline = Plan baseline
scale-likelihood-1 = Very unlikely
scale-likelihood-2 = Unlikely
scale-likelihood-3 = Possible
scale-likelihood-4 = Likely
scale-likelihood-5 = Very likely
scale-impact-1 = Negligible
scale-impact-2 = Minor
scale-impact-3 = Noticeable
scale-impact-4 = Serious
scale-impact-5 = Very serious
