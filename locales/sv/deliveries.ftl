# Leveranser och delleveranser
refused-version-is-locked = Versionen är godkänd och låst. Lägg till en ny version.
refused-criteria-are-approved = Leveransens senaste version är godkänd med sina kriterier. Den som leder projektet lägger först till en ny version, så gäller kriterierna för den. Om ett kriterium är uppfyllt går alltid att ange.
refused-version-is-judged = Ett beslut har fattats om versionen, så den finns kvar. Lägg till en ny version.
refused-version-is-gathered = Versionen ingår i en delleverans. Ta ut den där först.
refused-delivery-is-submitted = Delleveransen är inskickad för beslut.
refused-delivery-not-submitted = Delleveransen är inte inskickad för beslut.
refused-delivery-is-decided = Delleveransen är redan godkänd.
refused-delivery-is-empty = Välj minst en version innan delleveransen skickas in.

# Leveransens sida
deliverable-description = Beskrivning
deliverable-description-hint = Vad leveransen är och vem den är till för.
deliverable-responsible = Ansvarig
deliverable-handed-to-hint = Den eller de som tar emot leveransen.
deliverable-about = Om leveransen
deliverable-history = Historik
deliverable-criteria = Acceptanskriterier
deliverable-criteria-empty = Inga acceptanskriterier är angivna än.
deliverable-no-criteria = Inga kriterier
deliverable-criterion = Acceptanskriterium
deliverable-criterion-new = Nytt acceptanskriterium
deliverable-criterion-text = Kriteriet
deliverable-criterion-hint = Något som går att svara ja eller nej på.
deliverable-versions = Versioner
deliverable-versions-empty = Ingen version finns än.
deliverable-version-new = Ny version
deliverable-version-title = Version { $label }
deliverable-version-draft = Utkast
deliverable-version-added = Version { $label } lades till
deliverable-version-approved = Version { $label } godkändes
deliverable-locked = Godkänd och låst
deliverable-locked-text = Versionen är godkänd med beslut { $decision }. Den kan inte ändras eller tas bort.
deliverable-where = Finns i
deliverable-link = Länk
deliverable-link-hint = Dit versionen ligger. Börjar med https://.
deliverable-link-open = Öppna länken
deliverable-file = Fil
deliverable-file-hint = PDF, Word, Excel, PowerPoint, OpenDocument, bild (PNG, JPG) eller text (TXT, MD, CSV), högst { $megabytes } MB.
deliverable-file-get = Hämta filen
deliverable-checksum = Filens kontrollsumma
deliverable-change-note = Vad är nytt
deliverable-change-note-hint = En mening om vad som har ändrats sedan förra versionen.
deliverable-added = Tillagd
deliverable-remove = Ta bort versionen
deliverable-remove-text = Ingen delleverans innehåller versionen, så den kan tas bort.

# Delleveranser
parts-title = Delleveranser
parts-empty-title = Inga delleveranser än
parts-empty-text = En delleverans samlar versioner som beslutas tillsammans.
part-one = Delleverans
part-number = Delleverans { $number }
part-title = Delleverans { $number }: { $name }
part-new = Ny delleverans
part-edit = Ändra delleveransen
part-name = Namn
part-name-hint = Till exempel Första versionerna.
part-planned-hint = Dagen då delleveransen ska beslutas.
part-point = Beslut i planen
part-point-hint = Det planerade beslut som delleveransen är. Det får sitt beslut när delleveransen godkänns.
part-no-point = Inget
part-versions = Versioner
part-versions-hint = Välj en version av varje leverans som ska med.
part-not-in = Inte med
part-no-versions = ingen version än.
part-approved-already = { $label } är redan godkänd.
part-add-version = Lägg till en ny version
part-empty = Inga versioner är valda än.
part-unmet = Kriterier som inte är uppfyllda
part-about = Om delleveransen
part-history = Beslut om delleveransen
part-state-draft = Utkast
part-state-submitted = Väntar på beslut
part-state-returned = Återlämnad
part-state-approved = Godkänd
part-ask = Be om ett ställningstagande
part-step-ask = Be om ett ställningstagande
part-step-ask-means = { $holder } får frågan. Delleveransen ligger kvar där.
part-lifted-by = { $by } lyfte delleveransen { $day }. { $role } beslutar.
part-nothing-to-do = { $role } beslutar om delleveransen.
part-step-continue = Fortsätt
part-step-continue-means = Delleveransen godkänns och versionerna låses.

msg-delivery-submitted = Delleveransen är inskickad för beslut.
msg-delivery-lifted = Delleveransen är lyft.

# Fält
field-not-a-version = Skriv versionen som siffror med punkt emellan, till exempel 0.3.
field-not-a-link = Skriv en länk som börjar med https:// eller http://.
field-link-or-file = Ange en länk eller välj en fil.
field-no-such-version = Versionen finns inte.
field-version-approved = Versionen är redan godkänd.
field-deliverable-twice = Leveransen kan bara vara med en gång.

# Beslut
decision-object-part_delivery = Delleverans

# Väntar på dig
turn-delivery-submitted = Delleverans att besluta
turn-delivery-submitted-act = Ta ställning
turn-delivery-submitted-text = { $by }
turn-delivery-lifted = Lyft delleverans
turn-delivery-lifted-act = Ta ställning
turn-delivery-lifted-text = { $by }
turn-delivery-asked = Fråga om en delleverans
turn-delivery-asked-act = Ta ställning
turn-delivery-returned = Återlämnad delleverans
turn-delivery-returned-act = Komplettera
turn-delivery-returned-text = Det här ska kompletteras: { $by }

# Journalen
event-deliverable-criterion_added = Leverans { $ref } fick ett acceptanskriterium
event-deliverable-criterion_edited = { $met ->
    [yes] Leverans { $ref }: ett kriterium är uppfyllt
   *[no] Leverans { $ref }: ett kriterium ändrades
}
event-deliverable-version_added = Leverans { $ref } fick en ny version
event-deliverable-version_removed = En version av leverans { $ref } togs bort
event-part_delivery-drawn_up = Delleverans { $ref } lades upp
event-part_delivery-edited = Delleverans { $ref } ändrades
event-part_delivery-submitted = Delleverans { $ref } skickades in för beslut
event-part_delivery-approved = Delleverans { $ref } godkändes
event-part_delivery-returned = Delleverans { $ref } lämnades tillbaka
event-part_delivery-stopped = Projektet stoppades vid delleverans { $ref }
event-part_delivery-terminated = Projektet avslutades vid delleverans { $ref }
event-part_delivery-end_proposed = Ett förslag att avsluta projektet lyftes vid delleverans { $ref }
event-part_delivery-lifted = Delleverans { $ref } lyftes vidare
event-part_delivery-lift_requested = Ett ställningstagande till delleverans { $ref } begärdes
event-part_delivery-moved = Delleverans { $ref } fick en ny beslutande roll
event-project-stopped = Projektet pausades
event-project-ended = Projektet gick till avslut
journal-about-part_delivery = delleverans { $ref }
journal-field-responsible = Ansvarig
journal-field-link = Länk
journal-field-note = Anteckning
journal-field-sha256 = Filens kontrollsumma
journal-field-versions = Versioner
journal-field-part_state = Delleveransens läge
journal-field-delivery = Delleverans

# Mejl
mail-delivery-submitted-subject = { $project }: delleverans { $number } väntar på beslut
mail-delivery-submitted-text = { $by } har skickat in delleveransen för beslut och rekommenderar { $outcome }. { $role } beslutar.
mail-delivery-lifted-subject = { $project }: delleverans { $number } är lyft till dig
mail-delivery-asked-subject = { $project }: ta ställning till delleverans { $number }
mail-delivery-lifted-text = { $by } har lyft delleveransen. { $role } beslutar nu.
mail-delivery-decided-subject = { $project }: delleverans { $number } är beslutad
mail-open-delivery = Öppna delleveransen
refused-must-needs-waiver = Ett skallkrav som gäller får bara kräva mindre, eller lämnas, genom ett undantag. Begär ett undantag.
deliverable-removed = Leveransen har utgått ur planen. Det som beslutats om den står kvar.
