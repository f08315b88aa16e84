# Förslag till nya mandat.
charter-draft = Förslag
charter-draft-title = Förslag till mandat { $number }
charter-draft-lead = Sparat av { $name } { $when }. Förslaget gäller inte förrän det är fastställt.
charter-draft-waits = { $name } har sparat ett förslag till nya mandat { $when }.
charter-draft-open = Visa förslaget
charter-draft-edit = Ändra förslaget
charter-draft-discard = Ta bort förslaget
charter-draft-outdated = Mandaten har ändrats sedan förslaget skrevs. Öppna förslaget, se över det och spara det igen.
charter-draft-changes = Det här ändras
charter-draft-same = Förslaget är likadant som i dag
charter-draft-same-text = Ändra minst ett ärende innan det kan fastställas.
charter-save-draft = Spara och jämför
charter-now = Nu
charter-proposed = Förslag
charter-follows = Det här följer
charter-moves = { $count ->
    [one] Ett ärende som väntar flyttas
   *[other] { $count } ärenden som väntar flyttas
}
charter-moves-nothing = Inget som väntar flyttas
charter-who-adopts = { $role } kan fastställa förslaget.
msg-charter-drafted = Förslaget är sparat. Ingenting är beslutat än.
msg-charter-draft-discarded = Förslaget är borttaget.
refused-draft-is-outdated = Mandaten har ändrats sedan förslaget skrevs. Spara förslaget igen först.
event-charter-drafted = Ett förslag till nya mandat sparades
event-charter-draft_discarded = Förslaget till nya mandat togs bort
