# Mejl som Styrrum skickar. Rapportens ord står hos rapporterna.
mail-hello = Hej { $name }!
mail-foot = Mejlet kommer från Styrrum. Svara gärna: svaret går till den som står som avsändare av ärendet.
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
mail-risk = { $ref }: { $threat }
mail-vulnerability = Sårbarhet
mail-consequence = Konsekvens
mail-value = Riskvärde
mail-open-risk = Öppna risken
mail-escalated-subject = { $project }: risk { $ref } har stigit till { $value }
mail-escalated-text = { $by } har bedömt en risk högre än förut. { $role } har mandatet för den nu.
mail-lowering-subject = { $project }: förslag att sänka risk { $ref }
mail-lowering-text = { $by } föreslår ett lägre riskvärde. { $role } svarar ja eller nej.
mail-answer-lowering = Svara på förslaget
