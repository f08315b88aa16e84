# Signing in, account, preferences and accessibility.
account-name = Name
account-email = E-mail address
account-password = Password
account-password-hint = At least 12 characters. A few words in a row are easy to remember and hard to guess.
account-new-password = New password
account-current-password = Current password
account-title = My account
account-who = Details
account-language-and-colours = Language and colours
account-language = Language
account-theme = Colours
account-theme-auto = As on the computer
account-theme-light = Light
account-theme-dark = Dark
account-change-password = Change password
account-sessions = Signed-in browsers
account-elsewhere = { $count ->
    [0] You are signed in only here.
    [one] You are signed in with one more browser.
   *[other] You are signed in with { $count } more browsers.
}
account-end-sessions = Sign out everywhere but here

sign-in-title = Sign in
sign-in-lead = Use the e-mail address that your invitation came to.
sign-in-forgot = I have forgotten my password
sign-in-changed = The password is changed. Sign in with the new one.
sign-in-carried = You have been signed out. What you typed is kept: sign in again, and it is shown.

first-start-title = Welcome to Styrrum
first-start-lead = Nobody has an account yet. Whoever fills this in becomes administrator and can then add others.
first-start-submit = Create the account

forgot-title = Forgotten password
forgot-lead = Write your e-mail address and we will send a link for choosing a new password.
forgot-submit = Send the link
forgot-back = To sign-in
forgot-sent-title = Look in your inbox
forgot-sent-text = If the address has an account, a mail with a link arrives within a few minutes. The link is valid for an hour.

reset-title = Choose a password
reset-lead = When you have chosen, you are signed out everywhere and sign in again.
reset-submit = Save the password

link-ended-title = The link is no longer valid
link-ended-text = A link can be used once, within an hour. Ask for a new one and it will be mailed to you.
link-ended-action = Ask for a new link

msg-first-administrator = The account is created. Add others under People.
msg-account-saved = The details are saved.
msg-password-changed = The password is changed. You are signed out everywhere but here.
msg-sessions-ended = You are signed out everywhere but here.

field-wrong-sign-in = The e-mail address or the password is not right.
field-wrong-password = That is not your current password.

a11y-title = Accessibility
a11y-lead = Everyone should be able to use Styrrum. This page explains how the service meets the Swedish act (2018:1937) on the accessibility of digital public services, where it falls short, and how to tell us.
a11y-how = How accessible is the service?
a11y-how-text = Styrrum is built to meet EN 301 549 and WCAG 2.1 at level AA. Everything can be done with a keyboard, text can be enlarged, and nothing is shown by colour alone. The service complies in part with the act, see below.
a11y-known = Known problems
a11y-known-matrix = The risk matrix can be hard to take in at high magnification. The list of risks has the same information.
a11y-known-files = Files made by others, such as scanned minutes, may lack tags and text alternatives.
a11y-report = Report a problem
a11y-report-text = Is something stopping you, or do you need the content in another format? Write to us and we will answer as soon as we can.
a11y-report-leader = Is something stopping you, or do you need the content in another format? Tell your project leader, or whoever gave you your account.
a11y-authority = If you are not satisfied with the answer
a11y-authority-text = The Agency for Digital Government (Digg) supervises the act. You can report the problem to them.
a11y-authority-link = Report to Digg (in Swedish)
a11y-tested = How we have tested
a11y-tested-text = Each page is tried with a tool that looks for faults in two widths, in light and dark colours, empty, filled in and with errors, and at a width of 320 pixels so that nothing needs scrolling sideways. The most important things are also tried with the keyboard alone and without JavaScript.
demo-as-projektledare = Writes the report and follows risks and budget.
demo-as-ordforande = Confirms the steering group's decisions and approves the report.
demo-as-ledamot1 = Reads the papers and gives opinions.
demo-as-e-rad = The orderer: decides on high risks and sends the report.
demo-as-finansiarsrepresentant = Follows the project for the financier.
demo-as-controller = Enters actual costs.
demo-as-administrator = Adds people. Sees no project.
demo-try = Try the demo
demo-try-as = Try as
demo-try-text = Choose a role to sign in.
sign-in-product = Govern projects: risks, decisions and reports in one place.
