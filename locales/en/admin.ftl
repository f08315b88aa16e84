# People, for administrators.
people-title = People
people-lead = Everybody with an account. Roles in projects are given in each project.
people-add = Add person
people-add-lead = The person gets an email with a link and chooses the password.
people-add-submit = Add and send the mail
people-state = Account
people-active = Active
people-disabled = Closed
people-disabled-note = The account is closed. The person cannot sign in.
people-without-password = Invited
people-is-admin = Administrator
people-is-admin-hint = May add people and close accounts. Gives no view into projects.
people-access = Signing in
people-send-link = Send a link for a new password
people-send-link-hint = The link is valid for an hour.
people-revoke = Revoke API tokens
people-revoke-hint = Programs that use the person's tokens stop working at once.
people-disable = Close the account
people-disable-hint = The person is signed out at once. What the person has done remains.
people-enable = Open the account again
people-enable-hint = The person can sign in with the password again.
msg-person-added = The person is added and gets an email.
msg-person-saved = The details are saved.
msg-person-disabled = The account is closed.
msg-person-enabled = The account is open again.
msg-tokens-revoked = The tokens are revoked.
msg-link-sent = The link is on its way.
field-own-right = You cannot take the administrator's right from yourself. Ask another administrator.
field-own-account = You cannot close your own account. Ask another administrator.
field-last-administrator = This is the only administrator. Make somebody else an administrator first.

# The installation, the projects, the organisations and the templates.
nav-administration = Administration
nav-installation = Installation
nav-organisations = Organisations
nav-templates = Templates
nav-all-projects = All projects
installation-lead = How Styrrum is doing, and how long things are kept.
installation-about = About the installation
installation-version = Version
installation-database = Database
installation-mail = Mail
installation-mail-server = Mail server
installation-mail-files = None. Mails are written to files in the data folder.
installation-mail-from = Sender
installation-mails-sent = All mails are sent
installation-mails-waiting =
    { $count ->
        [one] One mail waits
       *[other] { $count } mails wait
    }
installation-mails-failed =
    { $count ->
        [one] One mail could not be sent
       *[other] { $count } mails could not be sent
    }
mail-test-send = Send a test mail to me
mail-test-queued = The test mail waits to be sent
mail-test-accepted = The test mail is handed over
mail-test-failed = The test mail could not be sent
mail-test-bounced = The mail server did not take the test mail
mail-test-subject = Test mail from Styrrum
mail-test-text = The mail has arrived. Styrrum can send mail.
mail-test-open = Open the installation
msg-mail-test = The test mail is on its way. Reload the page in a while.
installation-backup = Backup
installation-backup-last = Last { $when }, { $size } MB.
installation-backup-none = No backup has been made.
installation-backup-old = Older than a day
installation-backup-missing = Missing
installation-backup-how = The copy is made with the command, while the server runs:
retention-title = How long things are kept
retention-lead = Shorter times hold at once, also for those who are signed in.
retention-idle_minutes = Signed out without activity after
retention-idle-hint = 10 to 90 minutes.
retention-session_hours = Longest session
retention-session-hint = 1 to 12 hours.
retention-token_days = Longest time for an API token
retention-token-hint = For tokens that are made from now on.
retention-sign_in_days = The log of sign-ins
retention-sign-in-hint = 30 to 730 days.
retention-minutes = { $count } minutes
retention-hours = { $count } hours
retention-days = { $count } days
unit-minutes = minutes
unit-hours = hours
msg-retention-set = The times are saved.
organisations-lead = The organisations that forms offer. Roles and projects keep the name that they were given.
organisations-empty-title = No organisations
organisations-empty-text = Add the municipalities and the others who take part, and forms will offer them.
organisation-new = Add an organisation
organisation-edit = Change an organisation
organisation-kind = Kind
organisation-municipality = Municipality
organisation-federation = Federation of municipalities
organisation-region = Region
organisation-network = Network
organisation-supplier = Supplier
organisation-other = Other
organisation-state = State
organisation-offered = Offered
organisation-retired = Not offered
organisation-retire = Stop offering the organisation
organisation-retire-hint = What is registered already stays.
msg-organisation-added = The organisation is added.
msg-organisation-saved = The organisation is saved.
admin-projects = All projects
admin-projects-lead = The projects of the installation. Their content is for those who have a role there.
admin-projects-empty = No projects
admin-projects-empty-text = Whoever opens a project gets a role in it.
templates-lead = What a project can be opened with. A project keeps the version that it was opened with.
template-lifecycle = { $name }, version { $number }
template-projects =
    { $count ->
        [0] No project follows it
        [one] One project follows it
       *[other] { $count } projects follow it
    }
template-criteria = Criteria at the gate
template-artefacts = Documents at the gate
template-charters = Who decides what, from the start
template-matter = Matter
template-charter-plan = By the plan
template-charter-slides = By the slides
event-installation-retention = How long things are kept was changed
event-organisation-added = { $name } was added to the organisations
event-organisation-changed = The organisation { $name } was changed
a11y-operator = { $name } is responsible for this installation of Styrrum.
a11y-dated = This statement was last reviewed on { $day }.
operator-title = Who is responsible
operator-lead = Shown in the accessibility statement, which everybody can read.
field-required-reviewed-on = Enter the day when the statement was reviewed.
operator-name = Organisation
operator-name-hint = The one that offers the service to its users.
operator-email = Email for accessibility
operator-email-hint = Where people write when something stops them. Choose an address that somebody reads.
operator-reviewed = Statement reviewed
operator-reviewed-hint = When you last went through the statement.
operator-set = Say who
operator-missing = The accessibility statement names nobody responsible and no address. The law requires that users can report barriers.
event-installation-operator = Who is responsible for the installation was changed
journal-field-reviewed_on = Reviewed
