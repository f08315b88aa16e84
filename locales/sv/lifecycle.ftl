# Livscykel, faser och grindar
refused-project-paused = Projektet är pausat. Grindar, leveranser och förändringar av planen är stängda tills det återupptas. Risker, rapporter, dokument och roller går att arbeta med som vanligt.
refused-project-closed = Projektet är avslutat. Grindar, leveranser och förändringar av planen är stängda.
refused-not-paused = Projektet är inte pausat.
refused-gate-not-yet = En annan grind kommer före.
refused-gate-is-left = Grinden är redan avgjord.
refused-gate-is-submitted = Grinden är redan inskickad för beslut.
refused-gate-not-submitted = Grinden är inte inskickad för beslut.
refused-condition-missing = Något saknas. Ange ett villkor för det, eller välj något annat än Fortsätt.
refused-already-closing = Projektet är redan i avslut.
refused-condition-is-fulfilled = Villkoret är redan uppfyllt.
refused-gate-is-yours = Grinden väntar på ditt beslut, så någon annan får ändra underlaget. Det som saknas kan du släppa igenom med ett villkor, eller lämna tillbaka.
refused-gate-decided-since = Det har beslutats om grinden efter den dagen. Ett nytt beslut kan inte vara äldre.
refused-point-is-decided = Beslutspunkten har redan sitt beslut. Bara vilket beslut det blev kan rättas.
refused-not-theirs = Beslutsrätten gäller något annat. Läs in sidan på nytt.

# Livscykler och deras faser
lifecycle-project_model = Projektmodellen
lifecycle-regional_pipeline = Regionala processen
phase-idea = Idé
phase-initiation = Initiera
phase-investigation = Utreda
phase-establishment = Etablera
phase-phase_out = Avveckling
phase-realisation = Realisera
rail-ended = avslutad i förtid
rail-skipped = genomfördes inte
rail-left = { $day }, beslut { $decision }
rail-planned = grind { $day }
project-lifecycle = Livscykel
project-lifecycle-hint = Projektet behåller den livscykel som det öppnas med.
project-phase-first = Första fasen

# Vad en grind frågar efter
criterion-need_described = Behovet är beskrivet
criterion-orderer_and_leader_named = Beställare och projektledare är utsedda
criterion-goals_linked = Målen är kopplade till effektmålen i handlingsplanen
criterion-alternatives_compared = Alternativen är jämförda
criterion-benefit_calculated = Nyttokalkylen är gjord
criterion-interest_confirmed = De som ska delta har sagt ja
criterion-financing_secured = Finansieringen är säkrad
criterion-budget_adopted = Budgeten är antagen
criterion-organisation_staffed = Projektets roller är bemannade
criterion-risks_handled = Varje risk har åtgärd och ansvarig
criterion-goals_measurable = Målen går att mäta
criterion-deliverables_approved = Leveranserna är godkända
criterion-results_handed_over = Resultaten är överlämnade till mottagarna
criterion-maintenance_arranged = Förvaltningen är ordnad
criterion-economy_settled = Ekonomin är slutredovisad
criterion-lessons_shared = Lärdomarna är tagna till vara
criterion-effect_owner_ready = Den som tar hem effekterna är utsedd och tar över
criterion-effects_measured = Effekterna är mätta
criterion-benefits_compared = Nyttan är jämförd med nyttokalkylen
criterion-line_takes_over = Verksamheten tar över uppföljningen
artefact-project_directive = Projektdirektiv
artefact-feasibility_directive = Förstudiedirektiv
artefact-feasibility_report = Förstudierapport
artefact-project_plan = Projektplan
artefact-benefit_realisation_plan = Effekthemtagningsplan
artefact-change_plan = Förändringsplan
artefact-status_report = Statusrapport
artefact-final_report = Slutrapport
artefact-effect_report = Effektbokslut
artefact-interest_inquiry_draft = Utkast till intresseförfrågan
artefact-interest_inquiry = Intresseförfrågan
artefact-interest_inquiry_new = Ny intresseförfrågan
artefact-directive_draft = Utkast till direktiv med nyttokalkyl

# Grindar: sidor
nav-gates = Grindar
gate-one = Grind
gate-title = Grind { $number }: { $phase }
gate-state = Läge
gate-state-ahead = Kommer
gate-state-open = Fasen pågår
gate-state-submitted = Väntar på beslut
gate-state-returned = Återlämnad
gate-state-passed = Passerad
gate-state-terminated = Avslutad i förtid
gate-state-skipped = Genomfördes inte
gate-met = Uppfyllt
gate-met-of = { $met } av { $all } uppfyllt
gate-left = Beslutad
gate-unplanned = Inte planerad
gate-before-styrrum = Före Styrrum
gate-criteria = Kriterier
gate-artefacts = Dokument som fasen ska ge
gate-item-condition-waits = Villkor väntar
gate-item-condition-fulfilled = Villkoret uppfyllt
gate-criterion-met = Uppfyllt
gate-criterion-lacking = Inte uppfyllt
gate-artefact-met = Godkänt
gate-artefact-lacking = Inte godkänt
gate-item-met = Klart
gate-item-lacking = Saknas
gate-criterion-is-met = Kriteriet är uppfyllt
gate-artefact-is-met = Dokumentet är godkänt
gate-note = Anteckning
gate-note-hint = Skriv hur det är uppfyllt, eller vad som återstår.
artefact-version = Version { $version }
artefact-version-label = Version
artefact-open = Öppna
artefact-version-hint = Till exempel 1.2.
artefact-reference = Var det finns
artefact-reference-hint = Diarienummer, länk eller mapp.
gate-about = Om grinden
gate-opened = Fasen öppnades
gate-recommendation = Rekommendation
gate-recommendation-hint = Varför, och vad den som beslutar behöver veta.
gate-recommends = Rekommendation: { $outcome }
gate-history = Beslut vid grinden
gate-history-empty = Inget är beslutat än.
gate-plan = Planera
gate-plan-hint = Dagen då grinden ska beslutas. Lämna tomt om den inte är bestämd.
gate-submit = Skicka in för beslut
gate-submit-goes-to = { $role } beslutar och får ett mejl.
gate-proposed = Vad rekommenderar du?
gate-ask-or-lift = Be om ett ställningstagande
gate-missing = { $count ->
    [one] En punkt är inte uppfylld
   *[other] { $count } punkter är inte uppfyllda
}
gate-missing-means = Den som beslutar kan gå vidare bara med ett villkor för det som saknas.
gate-loose-ends = Det här är inte klart. När projektet är avslutat kan förändringar inte längre beslutas eller genomföras.
gate-returned-with = Återlämnad. Det här ska kompletteras:
gate-lifted-by = { $by } lyfte grinden { $day }. { $role } beslutar.
gate-end-proposed-by = { $by } föreslog { $day } att projektet avslutas. { $role } beslutar.
gate-to-complete = Det här ska kompletteras
gate-condition = Villkor
gate-condition-for = Villkor för: { $item }
gate-condition-other = Lägg till ett annat villkor
gate-opens-beside = Öppna fasen { $phase } redan nu
gate-opens-beside-answer = Öppna nästa fas vid sidan av
gate-motivation-hint = Vid Tillbaka: skriv vad som ska kompletteras.
gate-nothing-to-do = { $role } beslutar om grinden.
gate-propose-now = Lyft som förslag
gate-resume = Återuppta projektet
gate-resume-hint = Varför projektet kan gå vidare.
gate-step-continue = Fortsätt
gate-step-continue-means = Nästa fas öppnas.
gate-step-close = Fortsätt
gate-step-close-means = Projektets sista fas är klar och projektet avslutas.
gate-step-back = Tillbaka
gate-step-back-means = Underlaget kompletteras och tas upp igen.
gate-step-stop = Stopp
gate-step-stop-means = Projektet pausas tills ett nytt beslut tas.
gate-step-terminate = Avsluta
gate-step-terminate-means = Projektet går till avslut.
gate-step-terminate-proposed = Avsluta (blir ett förslag)
gate-step-terminate-proposed-means = Blir ett förslag som lyfts. { $ender } beslutar.
gate-step-lift = Lyft
gate-step-lift-means = { $above } beslutar i stället.
gate-stop-or-end = Stoppa eller avsluta projektet
gate-not-submitted = Projektledaren har inte skickat in grinden än. Fortsätt och Tillbaka går att välja när den är inskickad; stoppa eller avsluta projektet går när som helst.
gate-step-ask = Be om ett ställningstagande
gate-step-ask-means = { $holder } får frågan. Grinden ligger kvar där.
step-ask-nobody = { $holder } är inte utsedd än, så ingen får frågan nu. Den syns när någon har utsetts.

standing-running = Pågår
standing-paused = Pausat
standing-closed = Avslutat
standing-paused-text = { $role } stoppade projektet { $day }, beslut { $decision }. Grindar, leveranser och förändringar av planen är stängda tills samma roll återupptar det.
standing-closed-text = Projektet är avslutat. Grindar, leveranser och förändringar av planen är stängda.

# Villkor
conditions-title = Villkor
conditions-empty = Inget är beslutat med villkor.
condition-one = Villkor
condition-line = { $owner }, senast { $day } (beslut { $decision })
criterion-of-deliverable = { $ref }, kriterium { $number }
criterion-other = Annat villkor
condition-text = Villkoret
condition-owner = Ansvarig
condition-due = Klart senast
condition-fulfilled = Uppfyllt
condition-overdue = Försenat
condition-waits = Återstår
condition-note = Hur är villkoret uppfyllt?
condition-note-hint = En mening räcker.
condition-fulfil = Markera som uppfyllt

# Beslutspunkter
points-title = Beslut i planen
points-empty = Inga beslut är planerade.
overview-all-points = Alla grindar och beslut
point-one = Planerat beslut
point-new = Planera ett beslut
point-what = Vad
point-decider = Beslutas av
point-planned = Planerat
point-decided = Beslutat
point-late = Avvikelse
point-not-yet = Inte än
point-no-deviation = Ingen
point-in-time = I tid
point-decision = Beslutet
point-decision-hint = När det är taget: välj beslutet. Dagen jämförs med planen.
point-correct = Rätta
point-decided-lead = Det planerade ligger fast när beslutet är taget. Här rättar du vilket beslut det blev.

msg-gate-submitted = Grinden är inskickad för beslut.
msg-gate-proposed = Förslaget att avsluta projektet är lyft.
msg-gate-lifted = Grinden är lyft.
msg-condition-fulfilled = Villkoret är uppfyllt.

# Fält
field-condition-missing = Det här saknas. Ange ett villkor, en ansvarig och en dag.
field-only-going-on = Villkor sätts bara när projektet går vidare.

# Beslut
decision-conditions = Villkor
decision-object-gate = Grind
decision-outcome-continue = Fortsätt
decision-outcome-back = Tillbaka
decision-outcome-stop = Stopp
decision-outcome-terminate = Avsluta
decision-outcome-end_proposed = Förslag att avsluta projektet, lyft
decision-outcome-resumed = Återupptaget

# Väntar på dig
turn-gate-submitted = Grind att besluta
turn-gate-submitted-act = Ta ställning
turn-gate-submitted-text = { $by }
turn-gate-lifted = Lyft grind
turn-gate-lifted-act = Ta ställning
turn-gate-lifted-text = { $by }
turn-gate-end-proposed = Förslag att avsluta projektet
turn-gate-end-proposed-act = Ta ställning
turn-gate-end-proposed-text = { $by }
turn-gate-asked = Fråga om en grind
turn-gate-asked-act = Ta ställning
turn-gate-returned = Återlämnad grind
turn-gate-returned-act = Komplettera
turn-gate-returned-text = Det här ska kompletteras: { $by }
turn-project-paused = Pausat projekt
turn-project-paused-act = Återuppta
turn-project-paused-text = Projektet är stoppat tills ett nytt beslut tas.
turn-condition-due = Villkor
turn-condition-due-act = Öppna
turn-condition-due-text = Ansvarig: { $by }
turn-why-does = { $role } gör det här

# Journalen
event-gate-planned = Dagen för grind { $ref } ändrades
event-gate-item = { $met ->
    [yes] { $item }: klart
   *[no] { $item }: inte klart
}
event-gate-submitted = Grind { $ref } skickades in för beslut
event-gate-continued = Grind { $ref } passerades
event-gate-returned = Grind { $ref } lämnades tillbaka
event-gate-stopped = Projektet stoppades vid grind { $ref }
event-gate-terminated = Projektet avslutades vid grind { $ref }
event-gate-end_proposed = Ett förslag att avsluta projektet lyftes vid grind { $ref }
event-gate-lifted = Grind { $ref } lyftes vidare
event-gate-lift_requested = Ett ställningstagande till grind { $ref } begärdes
event-gate-moved = Grind { $ref } fick en ny beslutande roll
event-gate-phase_opened = Fasen före grind { $ref } öppnades
event-project-resumed = Projektet återupptogs
event-condition-set = Villkor { $ref } sattes
event-condition-fulfilled = Villkor { $ref } är uppfyllt
event-decision_point-added = Ett beslut planerades
event-decision_point-edited = Ett planerat beslut ändrades
journal-about-gate = grind { $ref }
journal-about-condition = villkor { $ref }
journal-about-decision_point = ett planerat beslut
journal-field-standing = Projektets läge
journal-field-gate_state = Grindens läge
journal-field-to_complete = Ska kompletteras
journal-field-planned_on = Planerat
journal-field-recommendation = Rekommendation
journal-field-again = Tas upp igen
journal-field-met = Klart
journal-field-item = Punkt
journal-field-gate = Grind
journal-field-due_on = Klart senast
journal-field-fulfilled_on = Uppfyllt
journal-field-what = Vad
journal-field-stop = Stoppet
journal-field-terminate = Avsluta

# Mejl
mail-gate-submitted-subject = { $project }: grind { $number } väntar på beslut
mail-gate-submitted-text = { $by } har skickat in grinden för beslut och rekommenderar { $outcome }. { $role } beslutar.
mail-gate-lifted-subject = { $project }: grind { $number } är lyft till dig
mail-gate-lifted-text = { $by } har lyft grinden. { $role } beslutar nu.
mail-gate-end-proposed-text = { $by } föreslår att projektet avslutas. { $role } beslutar.
mail-gate-asked-subject = { $project }: ta ställning till grind { $number }
mail-gate-decided-subject = { $project }: grind { $number } är beslutad
mail-gate-decided-text = { $role } har beslutat: { $outcome }.
mail-open-gate = Öppna grinden
mail-condition-subject = { $project }: { $count ->
    [one] ett villkor
   *[other] { $count } villkor
} som du ansvarar för
mail-condition-title = { $count ->
    [one] Ett villkor
   *[other] { $count } villkor
} som du ansvarar för
mail-condition-text = Ett beslut är taget med villkor som du ansvarar för.
mail-open-condition = Öppna villkoret

# Rapportens ord om besluten
report-decided-continue = Fortsätt
report-decided-back = Tillbaka
report-decided-stop = Stopp
report-decided-terminate = Avsluta
report-decided-end_proposed = Förslag att avsluta projektet, lyft
report-decided-resumed = Återupptaget
field-report-not-approved = Rapporten är inte godkänd. När den är det står den här av sig själv.
artefact-elsewhere = Finns utanför Styrrum:
artefact-elsewhere-tag = Utanför Styrrum
artefact-elsewhere-hint = Dokumentet läggs upp under Dokument och fastställs där. Då blir punkten klar av sig själv. Finns det någon annanstans anger du version och var det finns. Det visas då som ett dokument utanför Styrrum.
artefact-kept-here = Dokumentet finns i projektet men ingen version är antagen än. Punkten blir klar av sig själv när en version antas.
gate-artefact-is-elsewhere = Dokumentet finns utanför Styrrum
field-document-not-adopted = Dokumentet finns i projektet men är inte antaget än. Punkten blir klar när en version antas.
artefact-report-approved = Rapporten är godkänd, utgåva { $edition }. Den står här när punkten är ifylld.
artefact-report-elsewhere-hint = Rapporten skrivs i Styrrum och godkänns där av sina roller. Finns den någon annanstans anger du version och var den finns. Den visas då som ett dokument utanför Styrrum.
