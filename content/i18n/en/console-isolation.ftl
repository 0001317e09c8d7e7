ui-isolation-menu = Orders
ui-isolation-menu-schedule = Today’s list
ui-isolation-orders = Orders
ui-isolation-none = No orders in the areas and diseases looked at.
ui-isolation-of-person = Only of person …{ $id }
ui-isolation-view-waiting = Issued, not begun
ui-isolation-view-today = Due for release
ui-isolation-view-tomorrow = Ending tomorrow
ui-isolation-target = Whom it binds
ui-isolation-person = Person
ui-isolation-contact = For the sake of which contact
ui-isolation-contact-hint = Says disease, group and day 0 by itself.
ui-isolation-measure = Measure
ui-isolation-measure-hint = From the regime where it is left open.
ui-isolation-state = State
ui-isolation-group = Group
ui-isolation-group-hint = Finds the regime in force.
ui-isolation-regime = Regime
ui-isolation-regime-hint = Left open: that of the group. A key of the rule book, or a short form such as 7+3.
ui-isolation-form = Another form
ui-isolation-form-hint = Other than the regime’s own, for example C7@1,2,3,5,7 M3@3.
ui-isolation-notation = Read as “{ $title }”: { $form }, { $days } days (edition { $edition }).
ui-isolation-anchor = Day 0
ui-isolation-anchor-hint = Left open: the last exposure.
ui-isolation-from = From
ui-isolation-until = Last day
ui-isolation-until-hint = Only for an order without a regime.
ui-isolation-unit = Carried out by
ui-isolation-unit-hint = The site or community; needed before it can begin.
ui-isolation-disease = Disease
ui-isolation-area = Area
ui-isolation-case = For the sake of case
ui-isolation-marks = To be looked at
ui-isolation-issued = Issued
ui-isolation-started = Begun
ui-isolation-warned = { $rule } warns
ui-isolation-add-on = add-on
ui-isolation-appealed = objection open
ui-isolation-proposed = change proposed
ui-isolation-with-chosen = { $count ->
    [one] With 1 chosen
   *[other] With { $count } chosen
}
ui-isolation-issue = Issue an order
ui-isolation-issue-hint = The server checks each order against the nine must-nots and against the regime in force before it is recorded.
ui-isolation-not-yours = Orders are issued by others.
ui-isolation-whom = Whom it binds
ui-isolation-binds = It binds
ui-isolation-what = What it asks
ui-isolation-why = Why
ui-isolation-basis = Rule that permits it
ui-isolation-basis-hint = By its id in the rule book, or the decision by name.
ui-isolation-edition = Edition
ui-isolation-ground = Ground
ui-isolation-origin-zone = Zone level of where they come from
ui-isolation-place-kind = Type of place
ui-isolation-purpose = Purpose
ui-isolation-reason = Reason
ui-isolation-reason-zh = Reason, in Chinese
ui-isolation-reason-en = Reason, in English
ui-isolation-reason-hint = The person concerned reads this. Name nobody else.
ui-isolation-reason-usual = Usual wordings
ui-isolation-wording-close = You have been in close contact with somebody who is infected. You stay apart so that you do not pass it on if you have caught it.
ui-isolation-wording-secondary = You have met somebody who is a close contact of an infected person. You stay apart until their tests show that nobody has passed it on to you.
ui-isolation-wording-zone = You have been in a zone of risk in the last days. You stay apart until it is clear that you have not caught the disease there.
ui-isolation-wording-infected = You are infected. You stay apart until you can no longer pass it on, and you are looked after meanwhile.
ui-isolation-wording-shortened = The rules now in force ask for a shorter time. Your order has been shortened to match.
ui-isolation-forbidden = Must-not { $rule } forbids this order. Nothing was recorded.
ui-isolation-forbidden-what = Change what it asks, or whom it binds. A must-not has no exception by hand.
ui-isolation-beyond = This goes beyond rule { $rule } in force. Nothing was recorded.
ui-isolation-beyond-what = Ask for no more than the regime in force, or have the level above approve an add-on.
ui-isolation-issued-warned = { $count ->
    [one] Issued, with a warning that stays on the order
   *[other] Issued, with { $count } warnings that stay on the order
}
ui-isolation-issued-warned-what = Look at it once more: it can be amended or lifted.
ui-isolation-open-order = Open the order
ui-isolation-start = Record as begun
ui-isolation-release = Release
ui-isolation-release-several = { $count ->
    [one] Release 1 person
   *[other] Release { $count } people
}
ui-isolation-release-hint = Released is who has served the last day and has the results that the rules ask for; the server refuses all others. A release cannot be taken back.
ui-isolation-lift = Lift
ui-isolation-lift-several = { $count ->
    [one] Lift 1 order
   *[other] Lift { $count } orders
}
ui-isolation-lift-hint = Ends before the last day, at once. It cannot be taken back; a new order would be needed.
ui-isolation-lift-basis-hint = The rule or decision by which it is lifted.
ui-isolation-amend = Amend
ui-isolation-amend-send = Record the change
ui-isolation-amend-hint = What is left open stays as it is. The change passes the must-nots and the add-on check like a new order.
ui-isolation-amend-regime-hint = Under the edition in force now; the order’s own where it is left open.
ui-isolation-known = The order
ui-isolation-warnings = Must-nots that warned
ui-isolation-beyond-label = Beyond the regime in force
ui-isolation-beyond-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
ui-isolation-beyond-tests = { $count ->
    [one] 1 test
   *[other] { $count } tests
}
ui-isolation-beyond-isolation = { $count ->
    [one] 1 day of isolation
   *[other] { $count } days of isolation
}
ui-isolation-beyond-central = { $count ->
    [one] 1 day in a central site
   *[other] { $count } days in a central site
}
ui-isolation-proposal = Edition { $edition } proposes: { $what }
ui-isolation-due = Due ({ $tests } tests, { $checks } checks in all)
ui-isolation-due-none = Nothing more is due.
ui-isolation-day = Day
ui-isolation-on = Date
ui-isolation-today = Today
ui-isolation-kind = Kind
ui-isolation-test = test
ui-isolation-check = health check
ui-isolation-due-at = Due
ui-isolation-appeals = Objections
ui-isolation-appeals-none = Nobody has objected.
ui-isolation-appeal = Take down an objection
ui-isolation-appeal-hint = In the words of the person bound.
ui-isolation-appeal-at = When
ui-isolation-appeal-grounds = Grounds
ui-isolation-appeal-by = Filed
ui-isolation-appeal-by-notice = by the person, with a notice
ui-isolation-appeal-taken-down = taken down by an office
ui-isolation-appeal-outcome = Decision
ui-isolation-appeal-open = not decided
ui-isolation-appeal-waits = An objection waits for its decision.
ui-isolation-decide = Decide the objection
ui-isolation-decide-hint = The person bound reads it.
ui-isolation-uphold = Upheld: the order is lifted
ui-isolation-reject = Rejected: the order stands
ui-isolation-history = History
ui-isolation-schedule = Today’s tests and checks
ui-isolation-schedule-open = { $checks } checks and { $tests } tests still open
ui-isolation-schedule-none = Nothing is due on this day.
ui-isolation-day-before = The day before
ui-isolation-day-after = The day after
ui-isolation-both = Both
ui-isolation-tests = Tests
ui-isolation-checks = Checks
ui-isolation-open-only = Only what is open
ui-isolation-all-well = { $count ->
    [one] Record 1 check: no complaint
   *[other] Record { $count } checks: no complaint
}
ui-isolation-check-record = Record a check
ui-isolation-temperature = Temperature
ui-isolation-symptoms = Complaints
ui-isolation-acts = Actions
ui-isolation-notices = For the person concerned
ui-isolation-notices-hint = With a link or a code the person bound reads this order without an account: what, why, by which rule, until when, what comes next, and how to object.
ui-isolation-notices-none = Nothing has been given out.
ui-isolation-notice-make = Give out a link or code
ui-isolation-notice-form = Form
ui-isolation-notice-link = link
ui-isolation-notice-code = code on paper
ui-isolation-notice-second = Asked for besides
ui-isolation-notice-second-hint = A short code alone could be guessed.
ui-isolation-notice-birth-date = date of birth
ui-isolation-notice-id-number = last four of the identity number
ui-isolation-notice-days = Good for, in days
ui-isolation-notice-made = Given out
ui-isolation-notice-until = Good until
ui-isolation-notice-uses = Used
ui-isolation-notice-last = Last
ui-isolation-notice-good = good
ui-isolation-notice-revoke = Revoke
ui-isolation-notice-revoked = revoked
ui-isolation-notice-locked = locked after wrong tries
ui-isolation-notice-over = over
ui-isolation-notice-once = This is shown once. Hand it over now.
ui-isolation-notice-copy = Copy
ui-isolation-notice-done = Handed over
ui-isolation-notice-link-what = Send it to the person bound alone: whoever has it can read the order.
ui-isolation-notice-code-what = To be entered at { $address }, with what is asked for besides.
