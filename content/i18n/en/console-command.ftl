# The situation: all of it in one picture. Every number opens the records that it counts.

ui-command-menu = Situation
ui-command-title = Situation
ui-command-everywhere = All my areas
ui-command-as-known = as known at
ui-command-window = Days looked back
ui-command-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
ui-command-percent = { $share } %
ui-command-open = { $count }, { $what }: open the records

## Numbers

ui-command-group-cases = Epidemic
ui-command-group-duties = Duties
ui-command-group-today = Today
ui-command-group-duty = On call
ui-command-new-24h = New in 24 h
ui-command-new-7d = New in 7 d
ui-command-new-14d = New in 14 d
ui-command-active = Active cases
ui-command-suspected = Suspected
ui-command-total = In total
ui-command-overdue = Overdue
ui-command-due-soon = Due in 2 h
ui-command-escalated = Escalated
ui-command-unclosed = Open
ui-command-met = In time
ui-command-met-late = Met late
ui-command-tests-today = Tests due
ui-command-missed-checks = Checks missed
ui-command-release-today = Releases due
ui-command-release-overdue = Releases overdue
ui-command-on-shift = On shift
ui-command-gaps = Gaps

## What a number counts: headings of lists

ui-command-of-total = Infected in total
ui-command-of-active = Infected now
ui-command-of-suspected = Suspected now
ui-command-of-new-24h = Infected, new in 24 hours
ui-command-of-new-7d = Infected, new in 7 days
ui-command-of-new-14d = Infected, new in 14 days
ui-command-of-cases = Cases
ui-command-of-unclosed = Duties that are open
ui-command-of-due-soon = Duties due within 2 hours
ui-command-of-overdue = Duties that are overdue
ui-command-of-escalated = Duties that were escalated
ui-command-of-met = Duties met in time
ui-command-of-met-late = Duties met late
ui-command-of-tests-today = Tests to be made today
ui-command-of-missed-checks = Health checks that were missed
ui-command-of-in-force = Orders in force
ui-command-of-release-today = Orders whose last day is today
ui-command-of-release-overdue = Orders that have ended without a release
ui-command-of-tested = Should be tested: tests that have fallen due
ui-command-of-isolated = Should be isolated: close and secondary contacts
ui-command-of-admitted = Should be admitted: infected people whose case has not ended
ui-command-of-treated = Should be treated: the severely ill
ui-command-of-done-tested = Tested
ui-command-of-done-isolated = Contacts under an order
ui-command-of-done-admitted = Infected people isolated or in hospital
ui-command-of-done-treated = Severely ill with a plan of treatment
ui-command-of-not-tested = Tests that were not made
ui-command-of-not-isolated = Contacts not isolated yet
ui-command-of-not-admitted = Infected people not isolated or admitted yet
ui-command-of-not-treated = Severely ill without a plan of treatment
ui-command-of-lacking-detection = Cases without the interval of detection yet
ui-command-of-lacking-reporting = Cases not reported yet
ui-command-of-lacking-isolation = Cases not isolated yet
ui-command-of-lacking-treatment = Cases not admitted yet
ui-command-of-on-shift = Shifts now
ui-command-of-gaps = Gaps on duty now
ui-command-of-zones = Areas with a level above routine
ui-command-of-curve = Cases of the epidemic curve
ui-command-of-undated = Cases whose day is not known

## Areas

ui-command-areas = Areas below
ui-command-areas-list = Areas in order
ui-command-areas-none = There are no areas below.
ui-command-area = Area
ui-command-map-measure = Coloured by
ui-command-map-7d = Incidence 7 d
ui-command-map-14d = 14 d
ui-command-map-zones = Zones
ui-command-map-overdue = Overdue
ui-command-shown-incidence-7d = New in 7 days for 100,000 people:
ui-command-shown-incidence-14d = New in 14 days for 100,000 people:
ui-command-shown-cases-7d = New cases in 7 days (population not known):
ui-command-shown-cases-14d = New cases in 14 days (population not known):
ui-command-shown-zones = Highest level within:
ui-command-shown-overdue = Duties overdue:
ui-command-unknown = not known
ui-command-rate = per 100,000
ui-command-level = Level
ui-command-zones = Zones
ui-command-mark-overdue = { $count } overdue
ui-command-mark-zones = { $count ->
    [one] 1 zone
   *[other] { $count } zones
}
ui-command-look-at = Look at { $area }
ui-command-as-map = Show as a map
ui-command-as-tiles = Show as tiles
ui-command-as-table = Show as a table
ui-command-as-picture = Show as a picture
ui-command-map-label = { $count ->
    [one] Map of 1 area; its numbers stand in the table beside it.
   *[other] Map of { $count } areas; their numbers stand in the table beside it.
}
ui-command-tip-cases = New in 7 days { $week }, in total { $all }
ui-command-tip-overdue = Duties overdue { $count }
ui-command-tip-zones = Zones { $count }

## Boundaries

ui-command-boundaries = Bring boundaries of areas
ui-command-boundaries-hint = No boundaries come with this system. Bring a map that your office may show (GeoJSON, WGS 84). What is brought again takes the place of what was there.
ui-command-boundaries-drop = Choose a file, or drop it here
ui-command-boundaries-file = { $count ->
    [one] { $name }: 1 feature
   *[other] { $name }: { $count } features
}
ui-command-boundaries-large = The file is larger than 64 MB. Split it by area.
ui-command-boundaries-unreadable = This is no GeoJSON file of features.
ui-command-boundaries-property = Property with the codes of areas
ui-command-boundaries-known = { $count ->
    [one] { $name } (1 area known)
   *[other] { $name } ({ $count } areas known)
}
ui-command-boundaries-source = Source
ui-command-boundaries-source-hint = For example the publisher and the number of its approval.
ui-command-boundaries-check = Check
ui-command-boundaries-take = Take them in
ui-command-boundaries-sound = { $count ->
    [one] Sound: the boundary of 1 area.
   *[other] Sound: the boundaries of { $count } areas.
}

## Curve

ui-command-curve = Epidemic curve
ui-command-curve-by = By which day
ui-command-curve-by-onset = By onset
ui-command-curve-by-report = By report
ui-command-curve-by-confirmation = By confirmation
ui-command-curve-unit = Days or weeks
ui-command-curve-days = Days
ui-command-curve-weeks = Weeks
ui-command-curve-day = Day
ui-command-curve-week = Week
ui-command-curve-span = How far back
ui-command-curve-all = All
ui-command-curve-complete = Complete
ui-command-curve-none = No cases
ui-command-curve-share = about { $share } % reported by now
ui-command-curve-shaded = not complete yet
ui-command-curve-incomplete = From { $day } on, not all cases are reported yet and columns will grow; nothing is added for it.
ui-command-curve-delay = From onset to report: { $median } d in the middle, half of them from { $lower } to { $upper } d (of { $count }).
ui-command-curve-undated = Without a day: <number></number>.
ui-command-curve-label = Epidemic curve ({ $by }), { $count } cases; it can be shown as a table.

## The four musts

ui-command-musts = The four musts
ui-command-must-tested = All tested
ui-command-must-tested-what = tests that have fallen due
ui-command-must-isolated = All isolated
ui-command-must-isolated-what = close and secondary contacts
ui-command-must-admitted = All admitted
ui-command-must-admitted-what = infected, not ended
ui-command-must-treated = All treated
ui-command-must-treated-what = severely ill
ui-command-missing = missing
ui-command-complete = complete
ui-command-nobody = nobody at present

## The four earlies

ui-command-earlies = The four earlies
ui-command-early = Step
ui-command-early-detection = Early detection
ui-command-early-detection-what = onset to first positive sample
ui-command-early-reporting = Early report
ui-command-early-reporting-what = result to network report
ui-command-early-isolation = Early isolation
ui-command-early-isolation-what = result to isolation or admission
ui-command-early-treatment = Early treatment
ui-command-early-treatment-what = result to admission
ui-command-median = Median
ui-command-upper = 3 in 4 within
ui-command-lacking = Lacking
ui-command-earlies-of = Of <number></number> cases opened within { $days } days.

## Units

ui-command-units = Duties by unit
ui-command-units-role = Kind of unit
ui-command-units-all = All kinds
ui-command-units-none = No unit owes anything or has met anything late.
ui-command-unit = Unit

## On call

ui-command-duty = On call now
ui-command-duty-roster = Roster
ui-command-duty-none = No shifts now.
ui-command-duty-nobody = nobody
ui-command-duty-unnamed = on the roster
ui-command-duty-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
ui-command-until = until { $time }

## Cases

ui-command-cases = The cases
ui-command-by-status = By care
ui-command-by-class = By class

## Records

ui-command-records = Records
ui-command-back = Back to the situation
ui-command-work-on = Work on them
ui-command-behind-none = There are no records behind this number any more.
ui-command-asked-state = State:
ui-command-asked-class = Class:
ui-command-asked-severity = Severity:
ui-command-asked-level = Level:
ui-command-asked-unit = Unit:
ui-command-asked-opened-from = Opened from
ui-command-asked-onset-from = Onset from
ui-command-asked-onset-before = Onset before
ui-command-asked-reported-from = Reported from
ui-command-asked-reported-before = Reported before
ui-command-asked-confirmed-from = Confirmed from
ui-command-asked-confirmed-before = Confirmed before
ui-command-asked-ends-from = Ends from
ui-command-asked-ends-before = Ends before
ui-command-asked-due-from = Due from
ui-command-asked-due-before = Due before
ui-command-col-number = Number
ui-command-col-person = Person
ui-command-col-disease = Disease
ui-command-col-class = Class
ui-command-col-state = State
ui-command-col-onset = Onset
ui-command-col-opened = Opened
ui-command-col-reported = Reported
ui-command-col-case = Case
ui-command-col-last-exposure = Last exposure
ui-command-col-determined = Determined
ui-command-col-order = Order
ui-command-col-group = For
ui-command-col-from = From
ui-command-col-until = Until
ui-command-col-duty = Duty
ui-command-col-due = Due
ui-command-col-subject = About
ui-command-col-holder = On call
ui-command-col-drawn = Drawn by
ui-command-col-since = Recorded
ui-command-contact-determined = determined
ui-command-contact-reached = reached
ui-command-contact-under-order = under an order
ui-command-contact-released = released
ui-command-contact-became-case = became a case
ui-command-contact-retracted = retracted

## Tasks, meetings, documents

ui-command-tasks = Tasks
ui-command-task = Task
ui-command-tasks-open = Open
ui-command-tasks-mine = My unit’s
ui-command-tasks-late = Late
ui-command-tasks-submitted = To be checked
ui-command-tasks-ended = Ended
ui-command-tasks-done = Tasks done
ui-command-no-tasks = No task here.
ui-command-does = Done by
ui-command-party = Party
ui-command-accountable = Answers for it
ui-command-deputy = Deputy in charge
ui-command-executor = Carries it out
ui-command-issuer = Given and checked by
ui-command-evidence = What was done, and what shows it
ui-command-evidence-hint = A list, a number, where it can be seen. Name nobody.
ui-command-extension = Longer time asked for
ui-command-part-of = Part of
ui-command-parts = Parts
ui-command-receive = Receive
ui-command-receive-text = Say that your unit has it, and that you carry it out.
ui-command-submit = Say that it is done
ui-command-ask-extension = Ask for more time
ui-command-answer-extension = Answer about more time
ui-command-extension-hint = Empty: no more time is given.
ui-command-verify = Sign it off
ui-command-verify-text = You have seen that it is done.
ui-command-return = Send it back
ui-command-cancel = Take it back
ui-command-task-theirs = Its unit says when it is done; whoever gave it checks that.
ui-command-assess = Judge the situation
ui-command-assessed = The judgement is on record.
ui-command-risk = Risk
ui-command-confidence = Confidence
ui-command-reasoning = Why
ui-command-review-on = To be judged again by
ui-command-review-on-hint = The last day on which directives may rest on it.
ui-command-judgements = Judgements that hold
ui-command-no-judgement = None is on record. No task is given without one.
ui-command-meetings = Meetings
ui-command-meeting = Meeting
ui-command-meeting-record = Record a meeting
ui-command-meeting-recorded = The meeting is on record.
ui-command-no-meetings = No meeting on record.
ui-command-held = Began
ui-command-form = Form
ui-command-chair = Chair
ui-command-chair-hint = The office, not the name.
ui-command-agenda = Agenda
ui-command-agenda-hint = One point to a line.
ui-command-minutes = Minutes
ui-command-there = Were there
ui-command-invited = Called
ui-command-invited-hint = Who was called and was not there gets the record to read.
ui-command-attended = Were there
ui-command-documents = Documents
ui-command-document = Document
ui-command-documents-mine = To my unit
ui-command-documents-unread = Not read
ui-command-documents-relayed = Handed on
ui-command-documents-all = All
ui-command-no-documents = No document here.
ui-command-to = To
ui-command-from = From
ui-command-delivered = Delivered
ui-command-relay-by = To be handed on by
ui-command-relay-lag = Time taken
ui-command-relay-text = Your headquarters hands it on by a directive of its own that relays it.
ui-command-have-read = I have read it
