ui-field-menu = Today
ui-field-title = Today's people
ui-field-progress = { $done } of { $all } seen
ui-field-show = Show
ui-field-only-all = All { $count }
ui-field-only-checks = Checks { $count }
ui-field-only-tests = Tests { $count }
ui-field-only-visits = Visits { $count }
ui-field-only-late = Late { $count }
ui-field-nobody = Nobody is to be seen today.
ui-field-nobody-such = Nothing of this kind is due.
ui-field-others-too = { $count ->
    [one] Show 1 person whom another unit sees
   *[other] Show { $count } people whom another unit sees
}
ui-field-ours-alone = Show only those whom we see
ui-field-more = There are more orders here than were read. Of some people the days of the order are missing.
ui-field-made = Updated { $when }
ui-field-until = names lie sealed on this phone and are wiped within { $hours } h; the look is in the audit
ui-field-none-yet = The list is not here yet.
ui-field-none-offline = No list is kept on this phone, and there is no network. Open this page once where there is one: it then works without for a day.
ui-field-closed = There is no network, and what is kept on this phone opens only after a log-in. Nothing is lost.
ui-field-lost = What was kept here before can no longer be opened: the server has lost the secret that belongs to it. What had been sent is safe.
ui-field-not-lasting = This browser cannot keep anything sealed (that needs HTTPS). What you record is lost when you close the page before it is sent.
ui-field-of-others = { $count ->
    [one] 1 fact of somebody else waits on this phone. It is sealed; it is sent when he logs in here.
   *[other] { $count } facts of others wait on this phone. They are sealed; they are sent when those people log in here.
}
ui-field-day-of = day { $day } of { $all }
ui-field-check = Health check
ui-field-test = Test
ui-field-visit = Visit: the order begins
ui-field-due = by { $when }
ui-field-due-today = today
ui-field-from = from { $when }
ui-field-late = late since { $when }
ui-field-late-day = late: due yesterday or before
ui-field-waiting = recorded here, not sent yet
ui-field-done = done
ui-field-check-do = Check
ui-field-check-of = Health check: { $who }
ui-field-begin = Begun
ui-field-swab = Swab
ui-field-swab-others = by the testing team
ui-field-temperature = Temperature
ui-field-temperature-typed = Another temperature
ui-field-temperature-missing = Choose or enter the temperature.
ui-field-symptoms = Symptoms
ui-field-check-record-none = Record: no symptoms
ui-field-check-record = { $count ->
    [one] Record: 1 symptom
   *[other] Record: { $count } symptoms
}
ui-field-kept-first = It is kept on this phone at once, and sent as soon as there is a network.
ui-field-sent-menu = Sent
ui-field-sent-title = Recorded on this phone
ui-field-sent-note = What was sent is wiped from here after a day.
ui-field-sent-none = Nothing was recorded here in the last day.
ui-field-sent-soon = Waiting to be sent.
ui-field-sent-offline = Sent as soon as there is a network.
ui-field-sent-ended = Sent as soon as you have logged in.
ui-field-sent-now = Send now
ui-field-state-waiting = waiting
ui-field-state-sent = sent
ui-field-state-refused = refused
ui-field-state-held = held
ui-field-shut = Sealed under a secret that is no longer there: it cannot be opened.
ui-field-what-of = { $what }: { $who }
ui-field-degrees = { $value } °C
ui-field-mended-clock = time corrected: the clock of the phone was wrong
ui-field-known-person = Somebody with this identity number is known already. Mend it: say whether he is the one.
ui-field-held-text = Somebody else has recorded this check meanwhile. Send yours as well if it says something else; throw it away if it says the same.
ui-field-held-other = What was recorded: { $what }, { $when }.
ui-field-mend = Mend
ui-field-send-too = Send it as well
ui-field-send-again = Send again
ui-field-drop = Throw away
ui-field-drop-title = Throw it away?
ui-field-drop-text = It was not sent, and lies on this phone alone. Once thrown away it is gone for good.
