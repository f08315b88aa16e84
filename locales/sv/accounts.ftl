# Inloggning, konto, inställningar och tillgänglighet.
account-name = Namn
account-email = E-postadress
account-password = Lösenord
account-password-hint = Minst 12 tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.
account-new-password = Nytt lösenord
account-current-password = Lösenord nu
account-title = Mitt konto
account-who = Uppgifter
account-language-and-colours = Språk och färger
account-language = Språk
account-theme = Färger
account-theme-auto = Som i datorn
account-theme-light = Ljusa
account-theme-dark = Mörka
account-change-password = Byt lösenord
account-sessions = Inloggningar
account-elsewhere = { $count ->
    [0] Du är bara inloggad här.
    [one] Du är inloggad i en webbläsare till.
   *[other] Du är inloggad i { $count } webbläsare till.
}
account-end-sessions = Logga ut överallt utom här

sign-in-title = Logga in
sign-in-lead = Använd den e-postadress som du fick inbjudan till.
sign-in-forgot = Jag har glömt lösenordet
sign-in-changed = Lösenordet är bytt. Logga in med det nya.
sign-in-carried = Du har blivit utloggad. Det som du skrev finns kvar: logga in igen, så visas det.

first-start-title = Välkommen till Styrrum
first-start-lead = Ingen har något konto än. Du som fyller i det här blir administratör och kan sedan lägga till fler.
first-start-submit = Skapa kontot

forgot-title = Glömt lösenordet
forgot-lead = Skriv din e-postadress så skickar vi en länk där du väljer ett nytt lösenord.
forgot-submit = Skicka länken
forgot-back = Till inloggningen
forgot-sent-title = Titta i din inkorg
forgot-sent-text = Om adressen har ett konto kommer ett mejl med en länk inom några minuter. Länken gäller i en timme.

reset-title = Välj ett lösenord
reset-lead = När du har valt loggas du ut överallt och loggar in på nytt.
reset-submit = Spara lösenordet

link-ended-title = Länken gäller inte längre
link-ended-text = En länk kan användas en gång och inom en timme. Be om en ny så kommer den med e-post.
link-ended-action = Be om en ny länk

msg-first-administrator = Kontot är skapat. Lägg till fler under Personer.
msg-account-saved = Uppgifterna är sparade.
msg-password-changed = Lösenordet är bytt. Du är utloggad överallt utom här.
msg-sessions-ended = Du är utloggad överallt utom här.

field-wrong-sign-in = E-postadressen eller lösenordet stämmer inte.
field-wrong-password = Det är inte ditt lösenord nu.

a11y-title = Tillgänglighet
a11y-lead = Alla ska kunna använda Styrrum. Här står hur tjänsten följer lagen (2018:1937) om tillgänglighet till digital offentlig service, vad som brister och hur du säger till.
a11y-how = Hur tillgänglig är tjänsten?
a11y-how-text = Styrrum är byggt för att följa kraven i EN 301 549 och WCAG 2.1 på nivå AA. Allt går att göra med tangentbord, texter går att förstora och inget visas bara med färg. Tjänsten är delvis förenlig med lagen, se nedan.
a11y-known = Det som brister
a11y-known-matrix = Riskmatrisen kan vara svår att överblicka i hög förstoring. Samma uppgifter finns i listan över risker.
a11y-known-files = Filer som andra har gjort, till exempel inlästa protokoll, kan sakna taggar och textalternativ.
a11y-report = Säg till om något inte fungerar
a11y-report-text = Hittar du något som hindrar dig, eller behöver du innehållet i en annan form? Skriv till oss så svarar vi så fort vi kan.
a11y-report-leader = Hittar du något som hindrar dig, eller behöver du innehållet i en annan form? Säg till din projektledare eller den som har gett dig ditt konto.
a11y-authority = Om du inte är nöjd med svaret
a11y-authority-text = Myndigheten för digital förvaltning (Digg) har tillsyn över lagen. Du kan anmäla bristen dit.
a11y-authority-link = Anmäl till Digg
a11y-tested = Så har vi testat
a11y-tested-text = Varje sida prövas med ett verktyg som letar efter brister i två bredder, i ljusa och mörka färger, tom, ifylld och med fel, och i 320 bildpunkters bredd så att inget behöver rullas i sidled. De viktigaste sysslorna prövas också med bara tangentbord och utan JavaScript.
demo-as-projektledare = Skriver rapporten, följer risker och ekonomi.
demo-as-ordforande = Bekräftar styrgruppens beslut och godkänner rapporten.
demo-as-ledamot1 = Läser underlaget och lämnar synpunkter.
demo-as-e-rad = Beställaren: tar ställning till höga risker och skickar rapporten.
demo-as-finansiarsrepresentant = Följer projektet för finansiären.
demo-as-controller = Registrerar utfall.
demo-as-administrator = Lägger till personer. Ser inget projekt.
demo-try = Prova demon
demo-try-as = Prova som
demo-try-text = Välj en roll, så loggas du in.
sign-in-product = Styr projekt: risker, beslut och rapporter på ett ställe.
