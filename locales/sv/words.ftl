# Områdets ord, efter nyckel.

# Roller, också i bestämd form
role-financier = Finansiär
role-financier-the = Finansiären
role-financier_representative = Representant för finansiär
role-financier_representative-the = Finansiärens representant
role-project_owner = Projektägare
role-project_owner-the = Projektägaren
role-project_orderer = Projektbeställare
role-project_orderer-the = Projektbeställaren
role-steering_group = Styrgrupp
role-steering_group-the = Styrgruppen
role-project_leader = Projektledare
role-project_leader-the = Projektledaren
role-deputy_project_leader = Biträdande projektledare
role-deputy_project_leader-the = Den biträdande projektledaren
role-project_group = Projektgrupp
role-project_group-the = Projektgruppen
role-reference_group = Referensgrupp
role-reference_group-the = Referensgruppen
role-project_controller = Projektcontroller
role-project_controller-the = Projektcontrollern
role-effect_owner = Effekthemtagningsansvarig
role-effect_owner-the = Den effekthemtagningsansvariga
role-secretary = Sekreterare
role-secretary-the = Sekreteraren
role-registrar = Registrator
role-registrar-the = Registratorn
role-administrator = Administratör
role-administrator-the = Administratören
role-chair = Ordförande
role-chair-the = Ordföranden
role-member = Ledamot
role-member-the = Ledamoten

# Faser
phase-initiate = Initiera
phase-feasibility = Förstudie
phase-planning = Planering
phase-execution = Genomförande
phase-closure = Avslut
phase-effect = Effekt

# Risker
band-low = Låg
band-medium = Medel
band-high = Hög
risk-state-assessed = Bedömd
risk-state-treated = Åtgärdas
risk-state-accepted = Accepterad
risk-state-occurred = Har inträffat
risk-state-closed = Stängd
assessment-initial = Första bedömningen
assessment-current = Bedömning
assessment-residual = Efter åtgärd
strategy-avoid = Undvika
strategy-reduce = Minska
strategy-share = Dela
strategy-accept = Acceptera
measure-state-proposed = Föreslagen
measure-state-chosen = Vald
measure-state-ongoing = Pågår
measure-state-done = Klar
measure-state-dropped = Bortvald
trend-up = Ökar
trend-down = Minskar
trend-flat = Oförändrad

# Ärenden som någon beslutar om
matter-risk_low = Låg risk
matter-risk_medium = Medelhög risk
matter-risk_high = Hög risk
matter-gate = Grind
matter-terminate = Avsluta projektet i förtid
matter-resume = Återuppta projektet
matter-change_within_tolerance = Förändring inom ramen
matter-change_plan = Förändring av planen
matter-change_budget_frame = Förändring av budgetramen
matter-change_financing = Förändring av finansieringen
matter-deliverable = Leverans
matter-status_report = Statusrapport
matter-final_report = Slutrapport
matter-final_report_financier = Slutrapport till finansiären
matter-effect_report = Effektbokslut
matter-plan_document = Plandokument
matter-charter = Mandat
matter-risk_policy = Riskpolicy
matter-budget = Budget
matter-appointment_steering = Utse styrgrupp
matter-appointment_leader = Utse projektledare
matter-appointment_member = Utse deltagare
matter-waiver = Undantag från krav

# Lägen i statusrapporten
light-on_plan = Enligt plan
light-minor = Mindre komplikationer
light-major = Komplikationer
light-none = ingen budget än
light-area-budget = Budget
light-area-time = Tid
light-area-staff = Personal
report-state-draft = Utkast
report-state-submitted = Inskickad
report-state-approved = Godkänd
report-state-returned = Återlämnad
report-state-sent = Skickad
delivery-queued = I kö
delivery-sending = Skickas
delivery-sent = Skickad
delivery-accepted = Mottagen av mejlservern
delivery-bounced = Kom i retur
delivery-failed = Kunde inte skickas
delivery-opened = Länken är öppnad

# Beslut
outcome-continue = Fortsätt
outcome-back = Tillbaka
outcome-stop = Stopp
outcome-terminate = Avsluta
outcome-approve = Godkänn
outcome-return = Återlämna
outcome-reject = Avslå
outcome-accept = Acceptera
outcome-adopt = Fastställ
outcome-confirm = Bekräfta
outcome-refuse = Avvisa
decided-continue = Går vidare
decided-back = Återlämnad
decided-stop = Stoppad
decided-terminate = Avslutad
decided-approve = Godkänd
decided-return = Återlämnad
decided-reject = Avslagen
decided-accept = Accepterad
decided-adopt = Fastställd
decided-confirm = Bekräftad
decided-refuse = Avvisad
basis-meeting = Vid möte
basis-per_capsulam = Per capsulam
basis-chair = Av ordföranden ensam
basis-person = Av rollens innehavare
basis-late_entry = Inlagt i efterhand

# Förändringsbegäran
change-request = Förändringsbegäran
change-state-draft = Utkast
change-state-submitted = Inskickad
change-state-received = Mottagen
change-state-assessed = Utredd
change-state-raised = Lyft till beslut
change-state-approved = Godkänd
change-state-rejected = Avslagen
change-state-returned = Återlämnad
change-state-executing = Genomförs
change-state-executed = Genomförd
change-state-communicated = Meddelad
change-told-rejected = Avslagen och meddelad
change-state-withdrawn = Återtagen

# Punkter på dagordningen
item-information = Information
item-discussion = Diskussion
item-work = Arbete
item-decision = Beslut
opinion = Synpunkt
plan-baseline = Gällande plan
scale-likelihood-1 = Mycket osannolikt
scale-likelihood-2 = Osannolikt
scale-likelihood-3 = Möjligt
scale-likelihood-4 = Sannolikt
scale-likelihood-5 = Mycket sannolikt
scale-impact-1 = Försumbar
scale-impact-2 = Liten
scale-impact-3 = Kännbar
scale-impact-4 = Allvarlig
scale-impact-5 = Mycket allvarlig
