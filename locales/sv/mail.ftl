# Mejl som Styrrum skickar. Rapportens ord står hos rapporterna.
mail-hello = Hej!
mail-foot = Mejlet kommer från Styrrum.
mail-foot-reply = Svarar du på det går svaret till { $name }.
mail-link-subject = Välj ett nytt lösenord i Styrrum
mail-link-subject-first = Du har fått ett konto i Styrrum
mail-link-text = Någon har bett om ett nytt lösenord till ditt konto. Välj det på sidan nedan.
mail-link-first = Du har fått ett konto i Styrrum. Välj ett lösenord på sidan nedan, så kan du logga in.
mail-link-button = Välj lösenord
mail-link-valid = { $hours ->
    [one] Länken gäller i en timme och kan användas en gång.
   *[other] Länken gäller i { $hours } timmar och kan användas en gång.
}
mail-link-ignore = Var det inte du? Då behöver du inte göra något.
mail-risk = { $ref }: { $consequence }
mail-threat = Hot
mail-vulnerability = Sårbarhet
mail-value = Riskvärde
mail-value-before = Värde förut
mail-value-now = Värde nu
mail-value-proposed = Föreslaget värde
mail-reason = Skäl
mail-measure = Vald åtgärd
mail-no-measure = Ingen än
mail-answer-by = Svara senast
mail-new-risk-subject = { $project }: ny risk { $ref } med värdet { $value }
mail-new-risk-text = { $by } har lagt in en ny risk. { $role } har mandatet för den.
mail-open-risk = Öppna risken
mail-escalated-subject = { $project }: risk { $ref } har stigit till { $value }
mail-escalated-text = { $by } har bedömt en risk högre än förut. { $role } har mandatet för den nu.
mail-expired-subject = { $project }: accepten av risk { $ref } har gått ut
mail-expired-text = Risken var accepterad till och med { $day } genom beslut { $number }. Nu är den öppen igen och väntar på ett nytt beslut. { $role } har mandatet för den.
mail-lowering-subject = { $project }: förslag att sänka risk { $ref }
mail-lowering-text = { $by } föreslår ett lägre riskvärde. { $role } svarar ja eller nej.
mail-answer-lowering = Svara på förslaget
mail-lifted-subject = { $project }: risk { $ref } är lyft till dig
mail-lifted-text = { $by } har lyft en risk. { $role } har mandatet för den nu.
mail-asked-subject = { $project }: ta ställning till risk { $ref }
mail-asked-text = { $by } ber om ett ställningstagande. { $role } har mandatet.
mail-unmanned = { $role } saknar just nu någon som kan besluta. Därför går mejlet till dig.
mail-declined-subject = { $project }: registrerat beslut om { $what } är avböjt
mail-declined-text = { $by } har avböjt det du registrerade om { $what }. Inget är beslutat på det sättet.
mail-open-recording = Öppna det du registrerade
mail-recorded-subject = { $project }: bekräfta beslut om { $what }
mail-recorded-title = Ett beslut att bekräfta
mail-recorded-text = { $by } har registrerat ett beslut. { $role } har beslutat så, och det gäller när det är bekräftat.
mail-recorded-open = Läs och bekräfta
mail-moved-subject = { $project }: { $count ->
    [one] ett ärende har flyttats till dig
   *[other] { $count } ärenden har flyttats till dig
}
mail-moved-title = { $count ->
    [one] Ett ärende har flyttats till dig
   *[other] { $count } ärenden har flyttats till dig
}
mail-moved-charter = { $by } har antagit en ny ordning för vem som beslutar. { $role } har mandatet för detta nu.
mail-moved-risk_policy = { $by } har antagit en ny riskpolicy. Riskerna har stigit till en högre nivå. { $role } har mandatet för dem nu.
mail-moved-more = Och { $count } till.
mail-moved-open = Se vad som väntar på dig
mail-meeting-planned-subject = { $project }: möte { $day }
mail-meeting-planned-text = { $by } kallar till möte med { $body }.
mail-meeting-changed-subject = { $project }: ändrat möte { $day }
mail-meeting-changed-text = { $by } har ändrat ett möte med { $body }.
mail-meeting-cancelled-subject = { $project }: inställt möte { $day }
mail-meeting-cancelled-text = { $by } har ställt in ett möte med { $body }.
mail-meeting-before = Förut
mail-meeting-open = Öppna mötet
mail-meeting-event = { $body }: möte i { $project }
mail-report-highest = Högsta riskerna nu
mail-report-risk = riskvärde { $value } ({ $band }). { $consequence }
