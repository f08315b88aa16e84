# Överlämningar och milstolpar
refused-version-not-approved = Versionen är inte godkänd. Den kan lämnas över när den är godkänd i en delleverans.
refused-handover-is-answered = Överlämningen är redan besvarad.
refused-not-the-receiver = Det är mottagaren som svarar.

handovers-title = Överlämningar
handovers-empty-title = Inget är överlämnat än
handovers-empty-text = En godkänd version lämnas över från sin egen sida.
handover-title = Överlämning { $number }
handover-new = Lämna över
handover-line = Överlämnad { $day }
handover-meant-for = Leveransen ska lämnas till: { $to }
handover-receiver = Mottagare
handover-receiver-hint = Den som har en roll i projektet får ett mejl och svarar själv.
handover-outside = Någon utanför projektet
handover-receiver-name = Mottagare utanför projektet
handover-receiver-name-hint = En organisation, ett nätverk eller en person. Du antecknar svaret.
handover-note = Meddelande
handover-handed-on = Överlämnad
handover-answered = Besvarad
handover-state-waits = Väntar på svar
handover-state-accepted = Mottagen
handover-state-declined = Avböjd
handover-answer = Svar
handover-accept = Ta emot
handover-decline = Avböj
handover-reason = Skäl
handover-reason-hint = Behövs när du avböjer.
handover-answered-by = Vem svarade
handover-answered-by-hint = Namn, och gärna organisation.
handover-answered-on = Svarsdag
handover-send = Spara svaret
handover-open-version = Öppna versionen
msg-handed-over = Versionen är överlämnad.
msg-handover-answered = Svaret är sparat.

# Milstolpar
milestone-new = Ny milstolpe
milestones-empty-title = Inga milstolpar än
milestones-empty-text = Lägg in de dagar som projektet ska nå.
milestones-plan = När planen gäller läggs milstolpar till och får nya dagar med en förändringsbegäran.
milestones-planned = Planen gäller. Milstolpar läggs till och får nya dagar med en förändringsbegäran.
deliverables-plan = Planen gäller. Leveranser läggs till, ändras och tas bort med en förändringsbegäran.
milestone-slip = Avvikelse
milestone-first = först { $day }
milestone-first-plan = Först planerad
milestone-forecast = Prognos
milestone-forecast-hint = Dagen du räknar med. Lämna tomt när planen gäller.
milestone-done-on = Klar
milestone-done-hint = Dagen då milstolpen nåddes.

# Fält
field-one-receiver = Välj en mottagare, eller skriv en utanför projektet.
field-before-handover = Dagen ligger före överlämningen.

# Väntar på dig
turn-handover-to-answer = Överlämning att svara på
turn-handover-to-answer-act = Svara
turn-handover-to-answer-text = { $by }
turn-why-receives = Du är mottagare
turn-waits-for-receiver = Väntar på mottagaren

# Journalen
event-handover-made = En version lämnades över till { $to }
event-handover-accepted = { $name } tog emot överlämning { $ref }
event-handover-declined = { $name } avböjde överlämning { $ref }
event-milestone-added = Milstolpen { $name } lades till
event-milestone-followed_up = Milstolpen { $name } följdes upp
journal-about-handover = överlämning { $ref }
journal-about-milestone = en milstolpe
journal-field-answered_on = Svarsdag
journal-field-forecast_on = Prognos
journal-field-done_on = Klar

# Mejl
mail-handed-over-subject = { $project }: { $what } är överlämnad till dig
mail-handed-over-title = { $what } är överlämnad till dig
mail-handed-over-text = { $by } har lämnat över versionen. Ta emot den, eller avböj med ett skäl.
mail-open-handover = Öppna överlämningen
mail-handover-answered-subject = { $project }: svar på överlämningen av { $what }
mail-handover-accepted-text = { $by } har tagit emot { $what }.
mail-handover-declined-text = { $by } har avböjt { $what }.
handover-accept-means = Du har fått versionen och tar över den.
handover-decline-means = Versionen går tillbaka till projektledaren med ditt skäl.
field-done-before-it-began = Dagen ligger före både milstolpens och projektets start.
