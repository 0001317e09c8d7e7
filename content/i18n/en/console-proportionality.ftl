ui-proportionality-brand = Fenghuo
ui-proportionality-title = Your order
ui-proportionality-heading = What this order asks of you
ui-proportionality-enter = Enter the code from the paper that you were given.
ui-proportionality-code = Code
ui-proportionality-second = What the paper asks for besides
ui-proportionality-second-hint = Your date of birth, such as 1980-01-31, or the last four of your identity number. Leave it empty if the paper asks for nothing.
ui-proportionality-show = Show my order
ui-proportionality-busy = One moment…
ui-proportionality-offline = There is no connection. Check the network and try again.
ui-proportionality-refused = This did not work. Try again, or ask the office that gave you the paper.
ui-proportionality-what = What you are asked to do
ui-proportionality-central-isolation = You stay in an isolation site.
ui-proportionality-home-isolation = You stay at home, apart from others.
ui-proportionality-health-monitoring = You watch your health and avoid crowds.
ui-proportionality-testing = You are tested on certain days.
ui-proportionality-movement-limit = You do not leave the place that was named to you.
ui-proportionality-closure = This place stays closed.
ui-proportionality-from-to = From { $from } to { $to }
ui-proportionality-begins = It begins on { $day }.
ui-proportionality-left = { $count ->
    [one] 1 more day after today
   *[other] { $count } more days after today
}
ui-proportionality-last-day = Today is the last day.
ui-proportionality-past-end = The last day is past. You wait for your release.
ui-proportionality-over = This order is over. It asks nothing more of you.
ui-proportionality-lifted = It was lifted before its last day.
ui-proportionality-released = You were released.
ui-proportionality-free-from = If your tests are fine, you are free from { $day }.
ui-proportionality-beyond = { $count ->
    [one] This is 1 day longer than the rule asks. You can object to it.
   *[other] This is { $count } days longer than the rule asks. You can object to it.
}
ui-proportionality-next = What comes next
ui-proportionality-next-none = No test and no check is due.
ui-proportionality-next-test = Your next test: { $day }, by { $time } at the latest
ui-proportionality-next-check = Next health check: { $day }. Somebody asks how you are and takes your temperature.
ui-proportionality-all-tests = All { $count } tests to come
ui-proportionality-why = Why
ui-proportionality-disease = It is about: { $disease }
ui-proportionality-rule = The rule
ui-proportionality-edition = It stands in:
ui-proportionality-authority = Decided by:
ui-proportionality-unconfirmed = The text of this rule is not yet confirmed by an official source.
ui-proportionality-who = Who is responsible
ui-proportionality-issued-by = The order was issued by
ui-proportionality-carried-out-by = It is carried out by
ui-proportionality-issued-at = Issued on
ui-proportionality-ask = If you need help (medicine, a doctor, food, somebody to talk to), tell those who carry it out at once.
ui-proportionality-object = If you do not agree
ui-proportionality-object-right = You may object. It costs nothing, and nobody may treat you worse for it. Until it is decided, the order holds.
ui-proportionality-decided-by = It is decided by:
ui-proportionality-object-until = You can object until { $moment }.
ui-proportionality-object-late = The order runs no longer; there is nothing left to object to.
ui-proportionality-object-waits = Your objection waits for its decision. You will read it here.
ui-proportionality-objected = Your objection was taken in.
ui-proportionality-undecided = not decided yet
ui-proportionality-grounds = Say in your own words why you object
ui-proportionality-send = Send my objection
ui-proportionality-good-until = You can open this page until { $moment }. Whoever has the link or the code can read it: do not pass it on.
ui-proportionality-print = Print
ui-proportionality-close = Close and forget
