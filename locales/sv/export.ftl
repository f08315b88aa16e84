# Projektet som en fil, för arkivet.
export-title = Exportera projektet
export-link = Exportera projektet
export-lead = Hela projektets protokoll som en fil, för arkivet eller för den som vill kontrollera det.
export-holds = Det här finns i filen
export-holds-journal = Journalen med alla poster och deras kontrollsummor
export-holds-decisions = Besluten, med grindar, villkor, delleveranser och förändringsbegäran som de beslutades
export-holds-documents = Fastställda dokument med registrering och filer
export-holds-reports = Godkända rapporter med sina PDF:er
export-holds-rules = Mandat, riskpolicyer, delegationer och planer som gäller eller har gällt
export-holds-not = Utkast, kommentarer och det som ännu inte är beslutat finns inte med, utom som poster i journalen.
export-noted = Att du hämtar filen skrivs upp bland registratorns läsningar.
export-download = Ladda ner { $file }
export-proof = Så visar du att inget har ändrats
export-proof-how = Kommandot räknar om alla kontrollsummor. Det behöver bara filen, inte servern.
export-proof-compare = Kommandot skriver ut journalens sista post och dess kontrollsumma. Just nu är det post { $number }. Jämför med kontrollpunkten i rapporter som har skickats.
