# Statusrapporter: sidorna, rapporten själv och mejlet med den.
report-name = { $kind ->
    [final] Slutrapport
    [effect] Effektbokslut
   *[status] Statusrapport { $number }
}
report-edition = utgåva { $edition }
report-report = Rapport
report-register = Dnr
report-period = Period
report-to = till
report-sprints = { $count ->
    [one] Sprint { $list }
   *[other] Sprintarna { $list }
}
report-not-yet = Inte än
report-figures-as-of = Siffror per
report-nobody = Ingen är utsedd
report-page = Sida
report-page-of = av
report-watermark-draft = UTKAST
report-watermark-submitted = EJ GODKÄND
report-lights = Läget
report-area = Område
report-light = Läge
report-deviation = Avvikelse
report-measure = Åtgärd
report-done = Klart
report-yes = Ja
report-no = Nej
report-no-deviation = Ingen.
report-chosen-instead = { $area }: siffrorna talar för { $proposed }. Projektledaren har valt { $chosen }. Skäl: { $reason }
report-results = Uppnådda resultat
report-no-result = Inget nytt under perioden.
report-no-deliverables = Projektet har inga leveranser än.
report-upcoming = Kommande aktiviteter
report-complications = Komplikationer
report-none = Inga.
report-summary = Sammanfattning
report-economy = Ekonomi
report-economy-text = Utfallet för { $year } är { $outcome } av årets budget på { $budget }. Av hela budgeten på { $total } återstår { $left }. Siffrorna gäller { $day }.
report-economy-caption = Budget och utfall { $year }, kronor
report-category = Kostnadsslag
report-budget = Budget
report-budget-year = Årets budget
report-budget-total = Hela budgeten
report-outcome = Utfall
report-left = Kvar
report-left-total = Kvar av hela budgeten
report-item = punkt { $item }
report-whole-project = Hela projektet
report-sum = Summa
report-no-budget = Projektet har ingen budget än.
report-chart-over = { $category } har kostat { $outcome } av årets { $budget }.
report-chart-within = Utfallet är { $outcome } av årets budget på { $budget }.
report-risks = Risker
report-risk = Risk
report-risks-text = { $open ->
    [0] Inga risker är öppna.
    [one] En risk är öppen.
   *[other] { $open } risker är öppna.
} { $covered } av { $open } har en vald åtgärd med ansvarig.
report-matrix = Riskmatris, sannolikhet (S) och konsekvens (K)
report-decides = { $holder } beslutar
report-trend-risen = { $risk } har ökat från { $from } till { $to }.
report-trend-fallen = { $risk } har minskat från { $from } till { $to }.
report-trend-still = Riskerna har samma värden som förut.
report-risk-list = Öppna risker, högst värde först
report-risk-list-highest = De { $shown } högsta av { $open } öppna risker
report-nr = Nr
report-value = Värde
report-responsible = Ansvarig
report-no-measure = Saknar åtgärd
report-lowering-waits = Sänkning till { $value } väntar på svar
report-decisions = Beslut sedan förra rapporten
report-no-decisions = Inga beslut under perioden.
report-date = Datum
report-decision = Beslut
report-outcome-of = Utfall
report-approved-by = godkänd med beslut { $decision }
report-not-approved = inte godkänd
report-newer-version = Version { $label } är inte godkänd
report-decided-by = Beslutat av
report-decided-accepted = Accepterad
report-decided-confirmed = Sänkning bekräftad
report-decided-refused = Sänkning avvisad
report-decided-measure_ordered = Åtgärd beställd
report-decided-lifted = Lyft
report-decided-approved = Godkänd
report-decided-returned = Återlämnad
report-decided-rejected = Avslagen
report-decided-adopted = Fastställd
report-decided-appointed = Utsedd
report-decided-ended = Avslutad
report-decided-elected = Vald
report-decided-delegated = Vidaredelegerad
report-decided-revoked = Återkallad
report-next-meeting = Nästa möte
report-approval = Godkännande
report-approved-text = { $role } godkände rapporten den { $day }, beslut { $decision }. Godkännandet är registrerat av { $name }.
report-approved-recorded-text = { $role } godkände rapporten den { $day }, beslut { $decision }. Godkännandet är antecknat av { $recorder } och bekräftat av { $name }.
report-basis-meeting = Beslutet togs vid mötet { $day }, { $item }. Närvarande: { $who }.
report-basis-per_capsulam = Beslutet togs per capsulam. Eniga: { $who }.
report-basis-chair = Ordföranden beslutade ensam.
report-qr = QR-kod till rapporten i Styrrum
report-in-styrrum = Rapporten i Styrrum:
report-checkpoint = Journalens kontrollpunkt { $seq }: { $hash }. Med den går det att visa att rapporten inte har ändrats.

# Vad siffrorna säger om ett läge
finding-category_over_year = { $category } har kostat { $outcome } av årets { $budget } ({ $percent } %).
finding-category_over_total = { $category } har kostat { $outcome }. Hela budgeten är { $budget }.
finding-year_exceeded = Årets utfall { $outcome } är större än årets budget { $budget }.
finding-milestone_late = { $milestone } är { $days ->
    [one] en dag
   *[other] { $days } dagar
} sen.
finding-role_unfilled = { $role } har saknats i { $days ->
    [one] en dag
   *[other] { $days } dagar
}.

# Listan och rapportens sida
report-new = Ny statusrapport
report-list-lead = Statusrapporten samlar en eller flera sprintar. Styrgruppen godkänner den innan den skickas.
report-empty-title = Ingen statusrapport än
report-empty-text = Den första fylls i från sprintar, budget, risker och beslut. Du skriver resten.
report-state = Läge
report-steps = Rapportens väg
report-step-write = Skriv
report-step-submit = Skicka in
report-step-approve = Godkänn
report-step-send = Skicka
report-write = Skriv
report-write-numbered = Skriv statusrapport { $number }
report-pdf = Ladda ner PDF
report-pdf-watermarked = PDF med vattenstämpel
report-older-edition = Du läser en äldre utgåva.
report-returned-because = Rapporten är återlämnad. Skäl: { $reason }
report-waits-for = { $holder } beslutar om rapporten.
report-decide = Ta ställning till rapporten
report-record-decision = Anteckna beslutet
report-decide-lead = Läs rapporten nedan. Godkänn den, eller lämna tillbaka den med ett skäl.
report-decide-records = Du antecknar vad gruppen har beslutat. Det gäller när ordföranden har bekräftat.
report-decides-as = { $holder } beslutar
report-basis = Hur beslutet togs
report-reason = Skäl
field-reason-is-for-a-return = Ett skäl följer bara med när rapporten lämnas tillbaka. Ta bort det för att godkänna, eller välj Återlämna.
report-return-reason = Skäl, om rapporten lämnas tillbaka
report-return-hint = Skriv vad som behöver ändras.
report-check-approval = Kontrollera och godkänn
report-check-title = Godkänn: { $name }
report-check-return-title = Återlämna: { $name }
report-check-return = Den som skriver rapporten får läsa skälet, kan ändra och skickar in den igen. Beslutet läggs i beslutsloggen.
report-check-final = När du godkänner låses rapporten. Den rättas sedan bara med en ny utgåva.
report-check-step = Därefter väntar rapporten på nästa godkännande. Den låses när alla har godkänt.
report-check-recording = Ordföranden får bekräfta. Rapporten låses när alla har godkänt.
report-approve-now = Godkänn rapporten
report-record-now = Anteckna beslutet
report-send = Skicka rapporten
report-recipients = Mottagare
report-recipients-hint = De som är förvalda har inte fått den här utgåvan.
report-registrar = Kopia till registrator
report-again = Skicka också till dem som redan har fått den
report-again-hint = De får samma PDF en gång till.
report-no-recipients = Projektet har inga mottagare av rapporter.
report-send-note = PDF:en bifogas. Svar går till dig.
report-send-now = Skicka
report-deliveries = Utskick
report-sent-to = { $n ->
    [one] En mottagare
   *[other] { $n } mottagare
}
report-recipient = Mottagare
report-server-words = Mejlserverns svar
report-not-tried = Väntar på första försöket
report-proof = Kontrollsummor
report-actions = Åtgärder
report-resend = Skicka igen
report-retry = Försök igen
report-proofs = Uppgifter om utgåvan
report-last-saved = Senast sparad
report-content-hash = Innehållets kontrollsumma
report-pdf-hash = PDF-filens kontrollsumma
report-decision-numbered = Beslut { $number }
report-editions = Utgåvor
report-correct = Rätta i en ny utgåva
report-correct-hint = En godkänd rapport är låst. Rättelsen blir en ny utgåva som godkänns för sig.

# Redigeraren
report-summary-hint = Det viktigaste på några rader.
report-proposed = Siffrorna talar för: { $light }
report-light-hint = Väljer du något annat än förslaget är avvikelsens text ditt skäl.
report-as-proposed = Som föreslaget: { $light }
report-measure-done = Åtgärden är klar
report-forward = Framåt
report-upcoming-hint = Skriv en aktivitet per rad.
report-gathers = Sprintar i rapporten
report-language = Rapportens språk
report-in-swedish = Svenska
report-in-english = Engelska
report-save-draft = Spara utkast
report-submit = Skicka in
report-changes = Skillnader mot rapport { $last }
report-no-changes = Inget skiljer än.
report-part = Del
report-before = Förra
report-now = Nu
report-preview = Förhandsvisning

msg-report-started = Rapporten är påbörjad och ifylld med det som är känt.
msg-report-saved = Utkastet är sparat.
msg-report-submitted = Rapporten är inskickad. Siffrorna i den ändras inte längre.
msg-report-edition = En ny utgåva är påbörjad.
msg-report-approved = Rapporten är godkänd och låst.
msg-report-returned = Rapporten är återlämnad.
msg-report-recorded = Beslutet är antecknat och väntar på ordföranden.
msg-report-dispatched = Rapporten ligger i kö och skickas nu.
msg-report-already-sent = Alla valda har redan fått den här utgåvan.
msg-report-retried = Mejlet ligger i kö igen.
field-light-without-reason = Skriv varför läget avviker från det som siffrorna säger.
field-light-without-words = Skriv vad som avviker, eller vad ni gör åt det.
field-result-missing = Skriv vad som har uppnåtts innan rapporten skickas in.
field-report-part-missing-sprints = Välj minst en sprint: rapportens period är en eller flera sprintar. Nya sprintar läggs in under Sprintar.
field-report-part-missing = Den här delen behövs innan rapporten skickas in.

# Mejl
mail-report-subject = { $kind ->
    [final] { $project }: slutrapport
    [effect] { $project }: effektbokslut
   *[status] { $project }: statusrapport { $number }, { $from } till { $to }
}
mail-report-hello = Hej,
mail-report-lead = { $kind ->
    [final] Här är slutrapporten för { $project }. Den är godkänd.
    [effect] Här är effektbokslutet för { $project }. Det är godkänt.
   *[status] Här är statusrapport { $number } för { $project }. Den gäller { $from } till { $to } och är godkänd.
}
mail-report-corrected = Det är utgåva { $edition }, som ersätter den tidigare.
mail-report-risks = { $shown ->
    [first] Öppna risker: { $open }. De tre högsta är:
   *[all] Öppna risker: { $open }
}
mail-report-attached = Hela rapporten är bifogad som PDF.
mail-report-online = Den finns också här:
mail-report-open = Öppna i Styrrum
mail-report-reply = Svara på mejlet så når du { $name }.
mail-report-proof = Äkthetsuppgifter finns i PDF-filen.
mail-report-submitted-subject = { $project }: { report-the } väntar på ditt beslut
mail-report-submitted-text = { report-the-first } för { $project } väntar på ditt beslut. Läs och godkänn, eller lämna tillbaka med ett skäl.
mail-report-approved-subject = { $project }: { report-the } har godkänts
mail-report-approved-text = { $name } har godkänt { report-the } för { $project }. Rapporten är låst, och projektledaren eller projektbeställaren kan nu skicka den till mottagarna.
mail-report-returned-subject = { $project }: { report-the } lämnades tillbaka
mail-report-returned-text = { $name } har lämnat tillbaka { report-the } för { $project }. Rätta och skicka in på nytt.
report-check-recording-button = Anteckna godkännandet
report-check-recording-return = Anteckna att den återlämnas
report-decided-elsewhere = Har { $holder } redan beslutat? Anteckna det
report-check-sending = Kontrollera och skicka
report-check-sending-title = Skicka: { $name }
report-check-sending-final = Ett skickat mejl kan inte tas tillbaka.
report-goes-to = Rapporten går till
report-once-more = En gång till
report-mail-subject = Ämnesrad
report-mail-attachment = Bilaga
report-have-it = Har den redan: { $list }.
report-send-more = Skicka till fler
report-written-to-file = I demon skrivs mejlet till en fil i stället för att skickas.
report-message-id = Mejlets nummer:
report-continue = Fortsätt skriva
report-pdf-short = PDF

# Slutrapport och effektbokslut
report-the = { $kind ->
    [final] slutrapporten
    [effect] effektbokslutet
   *[status] statusrapport { $number }
}
report-the-first = { $kind ->
    [final] Slutrapporten
    [effect] Effektbokslutet
   *[status] Statusrapport { $number }
}
report-closing = Slutrapport och effektbokslut
report-about = Innehåll
report-lead-final = Vad projektet nådde, hur det gick till, vad det kostade och vad andra kan lära av det.
report-lead-effect = Varje effektmål med utgångsläge, mätningar och utfall, och vem som för det vidare.
report-not-begun-short = Inte påbörjad
report-not-begun = { $kind ->
    [effect] Inget effektbokslut är inskickat än
   *[final] Ingen slutrapport är inskickad än
}
report-written-by = Skrivs av: { $list }.
report-approved-in-order = Godkänns i ordning av: { $list }.
report-begin = { $kind ->
    [effect] Påbörja effektbokslutet
   *[final] Påbörja slutrapporten
}
report-too-early-final = Slutrapporten påbörjas i genomförandet eller avslutet.
report-too-early-effect = Effektbokslutet påbörjas när effektfasen är öppen.
report-write-the = { $kind ->
    [effect] Skriv effektbokslutet
   *[final] Skriv slutrapporten
}
report-changes-from-edition = Skillnader mot utgåva { $edition }
report-the-rest = Övriga texter
report-not-written = Inget är skrivet.
report-text-summary = Sammanfattning
report-text-process = Så gick arbetet till
report-text-organisation = Organisation
report-text-economy = Kommentar till ekonomin
report-text-benefits = Nyttan mot kalkylen
report-text-lessons = Erfarenheter
report-text-recommendation = Rekommendation
report-hint-final-summary = Det viktigaste på några rader. Ifylld från den senast godkända statusrapporten.
report-hint-final-process = Vad fungerade, vad tog längre tid, vad gjordes om? Faser och milstolpar står i rapporten.
report-hint-final-organisation = Hur fungerade roller och samarbete? Vilka som har rollerna står i rapporten.
report-hint-final-economy = Förklara skillnaden mellan budget och utfall. Siffrorna står i rapporten.
report-hint-final-lessons = Vad kan andra projekt lära av det här?
report-hint-final-recommendation = Vad bör hända nu, och vem gör det?
report-hint-effect-summary = Det viktigaste på några rader.
report-hint-effect-benefits = Vad blev nyttan mot det som beräknades?
report-hint-effect-lessons = Vad kan andra lära av hur effekten kom, eller uteblev?
report-hint-effect-recommendation = Vad bör linjeorganisationen göra nu?
report-goals = Mål och vad som nåddes
report-effects = Effekter
report-reached = Vad som nåddes
report-outcome-of-effect = Utfall
report-carried-on-by = Förs vidare av
report-carried-on-hint = Den organisation eller roll som tar över, och vad den gör.
report-no-goals = Projektet har inga mål.
report-no-effects = Projektet har inga effektmål.
report-no-indicators = Målet har ingen indikator.
report-method = Mätmetod: { $method }.
report-missed = Planerade mätningar som saknas: { $list }.
report-deliverables = Leveranser och överlämningar
report-deliverable = Leverans
report-version = Version
report-handed-to = Lämnas till
report-handovers = Överlämningar
report-no-handovers = Ingen leverans är överlämnad.
report-receiver = Mottagare
report-handed-on = Överlämnad
report-phases = Faser och grindar
report-phase = Fas
report-open-conditions = Villkor som inte är uppfyllda
report-condition = Villkor
report-condition-of = Gäller
report-condition-owner = Ansvarig
report-condition-due = Senast
condition-of-gate = Grind { $number }
condition-of-delivery = Delleverans { $number }
report-milestones = Milstolpar
report-milestone = Milstolpe
report-planned = Planerad
report-not-done = Inte nådd
report-days-late = Dagar sen
report-role = Roll
report-people = Personer
report-closing-economy-text = Utfallet är { $outcome } av hela budgeten på { $budget }. Kvar av budgeten: { $left }. Siffrorna gäller { $day }.
report-closing-economy-caption = Budget och utfall för hela projektet, kronor
report-change-requests = Förändringar
report-change-request = Förändringsbegäran
report-no-change-requests = Ingen förändring begärdes.
report-occurred = Risker som inträffade
report-none-occurred = Ingen risk inträffade.
report-all-decisions = Beslut
report-no-decisions-at-all = Inga beslut är fattade.
msg-report-step-approved = Godkännandet är registrerat. Rapporten väntar nu på nästa.
field-report-part-missing-process = Skriv hur arbetet gick till innan rapporten skickas in.
field-report-part-missing-benefits = Skriv nyttan mot kalkylen innan rapporten skickas in.
field-report-part-missing-lessons = Skriv erfarenheterna innan rapporten skickas in.
field-report-part-missing-recommendation = Skriv rekommendationen innan rapporten skickas in.
field-goal-without-outcome = Skriv vad som nåddes: { $about }
field-goal-without-carrier = Skriv vem som för vidare: { $about }
