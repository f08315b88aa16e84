# Personer, för administratörer.
people-title = Personer
people-lead = Alla som har ett konto. Roller i projekt ges i varje projekt.
people-add = Lägg till person
people-add-lead = Personen får ett mejl med en länk och väljer själv sitt lösenord.
people-add-submit = Lägg till och skicka mejlet
people-state = Konto
people-active = Aktivt
people-disabled = Avstängt
people-disabled-note = Kontot är avstängt. Personen kan inte logga in.
people-without-password = Inbjuden
people-is-admin = Administratör
people-is-admin-hint = Får lägga till personer och stänga av konton. Ger ingen insyn i projekten.
people-access = Inloggning
people-send-link = Skicka länk till nytt lösenord
people-send-link-hint = Länken gäller i en timme.
people-revoke = Dra in nycklar till API:et
people-revoke-hint = Program som använder personens nycklar slutar fungera direkt.
people-disable = Stäng av kontot
people-disable-hint = Personen loggas ut direkt. Det personen har gjort finns kvar.
people-enable = Öppna kontot igen
people-enable-hint = Personen kan logga in med sitt lösenord igen.
msg-person-added = Personen är tillagd och får ett mejl.
msg-person-saved = Uppgifterna är sparade.
msg-person-disabled = Kontot är avstängt.
msg-person-enabled = Kontot är öppet igen.
msg-tokens-revoked = Nycklarna är indragna.
msg-link-sent = Länken är på väg.
field-own-right = Du kan inte ta bort din egen rätt som administratör. Be en annan administratör.
field-own-account = Du kan inte stänga av ditt eget konto. Be en annan administratör.
field-last-administrator = Det är den enda administratören. Gör någon annan till administratör först.

# Installationen, projekten, organisationerna och mallarna.
nav-administration = Administration
nav-installation = Installation
nav-organisations = Organisationer
nav-templates = Mallar
nav-all-projects = Alla projekt
installation-lead = Hur Styrrum mår, och hur länge saker sparas.
installation-about = Om installationen
installation-version = Version
installation-database = Databas
installation-mail = Mejl
installation-mail-server = Mejlserver
installation-mail-files = Ingen. Mejlen skrivs till filer i datamappen.
installation-mail-from = Avsändare
installation-mails-sent = Alla mejl är skickade
installation-mails-waiting =
    { $count ->
        [one] Ett mejl väntar
       *[other] { $count } mejl väntar
    }
installation-mails-failed =
    { $count ->
        [one] Ett mejl gick inte att skicka
       *[other] { $count } mejl gick inte att skicka
    }
mail-test-send = Skicka ett testmejl till mig
mail-test-queued = Testmejlet väntar på att skickas
mail-test-accepted = Testmejlet är lämnat
mail-test-failed = Testmejlet gick inte att skicka
mail-test-bounced = Mejlservern tog inte emot testmejlet
mail-test-subject = Testmejl från Styrrum
mail-test-text = Mejlet kom fram. Styrrum kan skicka mejl.
mail-test-open = Öppna installationen
msg-mail-test = Testmejlet är på väg. Ladda om sidan om en stund.
installation-backup = Säkerhetskopia
installation-backup-last = Senast { $when }, { $size } MB.
installation-backup-none = Ingen säkerhetskopia är gjord.
installation-backup-old = Äldre än ett dygn
installation-backup-missing = Saknas
installation-backup-how = Kopian görs med kommandot, medan servern är igång:
retention-title = Hur länge saker sparas
retention-lead = Kortare tider gäller direkt, också för den som är inloggad.
retention-idle_minutes = Utloggning utan aktivitet
retention-idle-hint = 10 till 90 minuter.
retention-session_hours = Längsta inloggning
retention-session-hint = 1 till 12 timmar.
retention-token_days = Längsta tid för en nyckel till API:et
retention-token-hint = Gäller nycklar som skapas från och med nu.
retention-sign_in_days = Loggen över inloggningar
retention-sign-in-hint = 30 till 730 dagar.
retention-minutes = { $count } minuter
retention-hours = { $count } timmar
retention-days = { $count } dagar
unit-minutes = minuter
unit-hours = timmar
msg-retention-set = Tiderna är sparade.
organisations-lead = De organisationer som formulären föreslår. Roller och projekt behåller namnet de fick.
organisations-empty-title = Inga organisationer
organisations-empty-text = Lägg till kommunerna och de andra som deltar, så föreslår formulären dem.
organisation-new = Lägg till organisation
organisation-edit = Ändra organisation
organisation-kind = Typ
organisation-municipality = Kommun
organisation-federation = Kommunalförbund
organisation-region = Region
organisation-network = Nätverk
organisation-supplier = Leverantör
organisation-other = Annan
organisation-state = Läge
organisation-offered = Föreslås
organisation-retired = Föreslås inte
organisation-retire = Sluta föreslå organisationen
organisation-retire-hint = Det som redan är registrerat finns kvar.
msg-organisation-added = Organisationen är tillagd.
msg-organisation-saved = Organisationen är sparad.
admin-projects = Alla projekt
admin-projects-lead = Projekten i installationen. Innehållet ser bara den som har en roll i projektet.
admin-projects-empty = Inga projekt
admin-projects-empty-text = Den som skapar ett projekt får en roll i det.
templates-lead = Det som ett projekt kan startas med. Ett projekt behåller den version som det startades med.
template-lifecycle = { $name }, version { $number }
template-projects =
    { $count ->
        [0] Inget projekt följer den
        [one] Ett projekt följer den
       *[other] { $count } projekt följer den
    }
template-criteria = Kriterier vid grinden
template-artefacts = Dokument vid grinden
template-charters = Vem beslutar vad, från början
template-matter = Ärende
template-charter-plan = Enligt planen
template-charter-slides = Enligt bilderna
event-installation-retention = Tiderna för hur länge saker sparas ändrades
event-organisation-added = { $name } lades till bland organisationerna
event-organisation-changed = Organisationen { $name } ändrades
a11y-operator = { $name } ansvarar för den här installationen av Styrrum.
a11y-dated = Redogörelsen är senast genomgången den { $day }.
operator-title = Vem som ansvarar
operator-lead = Visas i redogörelsen för tillgänglighet, som alla kan läsa.
field-required-reviewed-on = Ange vilken dag redogörelsen gicks igenom.
operator-name = Organisation
operator-name-hint = Den som erbjuder tjänsten till användarna.
operator-email = E-post för tillgänglighet
operator-email-hint = Hit skriver den som hindras av något. Välj en adress som någon läser.
operator-reviewed = Redogörelsen genomgången
operator-reviewed-hint = När ni senast gick igenom redogörelsen.
operator-set = Ange vem
operator-missing = Redogörelsen för tillgänglighet saknar ansvarig och adress. Lagen kräver att användare kan höra av sig om brister.
event-installation-operator = Vem som ansvarar för installationen ändrades
journal-field-reviewed_on = Genomgången
