# Supervision: duties, hand-over, directives and problems.

ui-supervision-menu = Duties
ui-supervision-board = Duties
ui-supervision-whose = Whose
ui-supervision-mine = Mine
ui-supervision-my-unit = My unit
ui-supervision-my-area = My area
ui-supervision-clock-overdue = Overdue
ui-supervision-clock-soon = Within 2 h
ui-supervision-clock-today = Today
ui-supervision-clock-open = All open
ui-supervision-clock-closed = Closed, 7 d
ui-supervision-none = Nothing is owed.
ui-supervision-none-in-time = There are no such duties.
ui-supervision-none-overdue = Nothing is overdue.
ui-supervision-due = Due
ui-supervision-due-from = Due from
ui-supervision-due-before = Due before
ui-supervision-escalated = escalated
ui-supervision-scheduled = by schedule
ui-supervision-duty = Duty
ui-supervision-subject = About
ui-supervision-disease = Disease
ui-supervision-holder = Who owes it
ui-supervision-area = Area
ui-supervision-rule = Rule
ui-supervision-edition = By edition
ui-supervision-starts = Clock started
ui-supervision-closed = Closed
ui-supervision-state = State
ui-supervision-continues = Continues
ui-supervision-continued-by = Continued by
ui-supervision-do = Do it
ui-supervision-do-this = Do it: { $duty }
ui-supervision-known = What it is
ui-supervision-history = History

## Doing it

ui-supervision-closed-by = Closed by recording: { $kinds }.
ui-supervision-or = {" "}or{" "}
ui-supervision-not-yours = Your post cannot record this. You may look at:
ui-supervision-met = Recorded; this duty is met.
ui-supervision-not-met = Recorded, but this duty is still open: time or content are not what the rule asks for.
ui-supervision-record = Record
ui-supervision-choose = Choose one.
ui-supervision-occurred = When it happened
ui-supervision-occurred-hint = Now, when left empty.
ui-supervision-stage = Stage
ui-supervision-disposition = What became of the visit
ui-supervision-basis = Basis
ui-supervision-finding = Finding
ui-supervision-note = Note
ui-supervision-order = Order
ui-supervision-no-order = There is no order that waits to be carried out. Look at:
ui-supervision-about = About
ui-supervision-nobody = It cannot be seen from here who is meant. Record it there:
ui-supervision-method = Method
ui-supervision-result = Result
ui-supervision-does-not-close = { $what } (does not close this duty)
ui-supervision-ct = Ct value
ui-supervision-sampled = Sample taken
ui-supervision-resulted = Result given
ui-supervision-temperature = Temperature
ui-supervision-symptoms = Symptoms
ui-supervision-symptoms-hint = None, when left empty.
ui-supervision-checked = When it was checked
ui-supervision-within = Only a check within this duty’s own time counts; what was missed cannot be made up for.
ui-supervision-write-order = Orders are written on the page of whom they bind:
ui-supervision-fill-gap = To the roster, to fill the gap

## The ladder

ui-supervision-ladder = Escalation
ui-supervision-warned = Warning
ui-supervision-told = Told to: { $level }, { $role }
ui-supervision-passed = happened
ui-supervision-next = next
ui-supervision-coming = then
ui-supervision-spared = was not needed

## Hand-over

ui-supervision-handovers = Hand-overs
ui-supervision-handover = Hand-over
ui-supervision-hand-over = Hand over
ui-supervision-hand-over-chosen = Hand over the { $count } chosen
ui-supervision-waiting = { $count ->
    [one] 1 offer waits for your unit
   *[other] { $count } offers wait for your unit
}
ui-supervision-no-handovers = No hand-overs.
ui-supervision-what = What
ui-supervision-what-chosen = { $count ->
    [one] The one chosen
   *[other] The { $count } chosen
}
ui-supervision-what-shift = All that is open at the post of my shift
ui-supervision-what-post = All that is open at the post “{ $post }”
ui-supervision-what-unit = All that is open at my unit
ui-supervision-to-unit = Unit that takes over
ui-supervision-to-post = Post
ui-supervision-to-user = Person
ui-supervision-handover-note = Note
ui-supervision-handover-note-hint = What whoever takes over should know.
ui-supervision-answer-by = Answer by
ui-supervision-answer-by-hint = Four hours, when left empty. Until it is accepted, your unit owes it and the clocks run on.
ui-supervision-offer = Offer
ui-supervision-offered = Offered; it waits to be accepted.
ui-supervision-offered-at = Offered
ui-supervision-answered = Answered
ui-supervision-way = From → to
ui-supervision-from = From
ui-supervision-to = To
ui-supervision-in-it = { $count ->
    [one] What is in it (1)
   *[other] What is in it ({ $count })
}
ui-supervision-accept = Accept
ui-supervision-reject = Reject
ui-supervision-take-back = Take back
ui-supervision-reason = Reason
ui-supervision-waive = Waive
ui-supervision-waive-hint = It stands in the history for ever.

## The sheet of a shift

ui-supervision-sheet = Sheet for a shift
ui-supervision-sheet-title = Duties of the shift
ui-supervision-sheet-span = Until when
ui-supervision-sheet-shift = To the end of my shift
ui-supervision-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
ui-supervision-sheet-until = due before { $time }
ui-supervision-sheet-made = made by { $name }, { $time }
ui-supervision-sheet-later = Later
ui-supervision-sheet-none = Nothing falls due in that time.
ui-supervision-sheet-done = Done at, signature
ui-supervision-sheet-more = Only the first { $count } are listed.
ui-supervision-sheet-given = Signature of who hands over
ui-supervision-sheet-taken = Signature of who takes over
ui-supervision-print = Print
ui-supervision-back = Back to the duties

## Directives and problems

ui-supervision-problems = Problems
ui-supervision-problems-all = All
ui-supervision-problems-mine = For my unit to mend
ui-supervision-problems-submitted = To be verified
ui-supervision-problems-closed = Closed
ui-supervision-no-problems = No problems are listed.
ui-supervision-problem = Problem
ui-supervision-problem-nth = Problem { $nth }
ui-supervision-problem-add = Add a problem
ui-supervision-problem-drop = Drop problem { $nth }
ui-supervision-problem-closed = This problem is closed.
ui-supervision-problem-waits = It was said to be mended, and waits to be verified by another unit.
ui-supervision-problem-theirs = The unit that mends it says when it is done.
ui-supervision-problem-done = closed
ui-supervision-assigned = assigned
ui-supervision-submitted = to be verified
ui-supervision-returned = sent back
ui-supervision-severity = Severity
ui-supervision-mends = Who mends it
ui-supervision-evidence = What was done
ui-supervision-evidence-hint = What was done, and what shows it.
ui-supervision-returned-why = Why it was sent back
ui-supervision-submit = Say that it is mended
ui-supervision-verify = Verify
ui-supervision-verify-text = I have seen that the problem is mended.
ui-supervision-return = Send back
ui-supervision-new-due = New deadline
ui-supervision-directive = Directive
ui-supervision-directive-issue = Issue a directive
ui-supervision-directive-send = Issue
ui-supervision-directive-title = Title of the directive
ui-supervision-directive-source = Source
ui-supervision-directive-source-hint = The meeting or document that it comes from.
ui-supervision-directive-done = The directive is issued.
ui-supervision-problems-assigned = Assigned
ui-supervision-problems-returned = Sent back
ui-supervision-directives = Directives
ui-supervision-no-directives = No directives.
ui-supervision-issued = Issued
ui-supervision-issued-by = Issued by

# A bulletin that is read
ui-supervision-bulletin = Read a bulletin
ui-supervision-bulletin-note = A page off a portal, or minutes, becomes drafts of directives. Nothing is recorded until a directive is issued.
ui-supervision-bulletin-text = The bulletin, as it was copied
ui-supervision-bulletin-read = Read
ui-supervision-bulletin-cut = Read without the last sentence
ui-supervision-bulletin-clear = Clear
ui-supervision-bulletin-meeting = The meeting
ui-supervision-bulletin-name = Name
ui-supervision-bulletin-day = Day
ui-supervision-bulletin-chair = Chair
ui-supervision-bulletin-unsaid = not said
ui-supervision-bulletin-check = To be checked
ui-supervision-bulletin-changes = { $count ->
    [one] One change was made to the text
   *[other] { $count } changes were made to the text
}
ui-supervision-bulletin-line = Line { $line },
ui-supervision-bulletin-clean = The text, cleaned
ui-supervision-bulletin-drafts = { $count ->
    [one] One draft
   *[other] { $count } drafts
}
ui-supervision-bulletin-none = Nothing is demanded in this text.
ui-supervision-bulletin-all = All
ui-supervision-bulletin-issue = { $count ->
    [0] Make a directive
   *[other] Make a directive of { $count }
}
ui-supervision-bulletin-itself = the meeting
ui-supervision-bulletin-show = Show draft { $number } in the text

ui-supervision-split-into = Split into
ui-supervision-as-tasks = Tasks: work to be done
ui-supervision-as-problems = Problems: faults to be mended
ui-supervision-rests-on = Rests on the judgement
ui-supervision-rests-on-hint = No work is deployed without a judgement of the situation that holds.
ui-supervision-recipients = Also to be read by
ui-supervision-recipients-hint = A headquarters below among them hands it on the same day.
ui-supervision-task-nth = Task { $nth }
ui-supervision-task-add = Add a task
