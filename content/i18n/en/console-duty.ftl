# Duty: roster, gaps, who is on call, delegation.

ui-duty-menu = Roster
ui-duty-roster = Roster
ui-duty-from = First day
ui-duty-before = Earlier
ui-duty-after = Later
ui-duty-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
ui-duty-only = Only the post:
ui-duty-none = Nobody is on the roster in these days, and no watch is required.
ui-duty-more = Only the first { $count } turns; choose an area.
ui-duty-gaps = { $count ->
    [one] 1 gap
   *[other] { $count } gaps
}
ui-duty-now = On call now
ui-duty-now-none = No shifts now.
ui-duty-nobody = nobody
ui-duty-until = until
ui-duty-fill = Fill the gap:
ui-duty-own-now = You are on shift until { $time }.
ui-duty-own-next = Your next shift begins at { $time }.
ui-duty-own-duties = My duties
ui-duty-put-on = Put on the roster
ui-duty-require = Require a watch
ui-duty-require-hint = The post must not be empty in this time. Where nobody is on the roster, a duty opens; if it is still empty when the time comes, it goes up the ladder.
ui-duty-post = Post
ui-duty-holder = Who stands it
ui-duty-no-members = This unit has no users yet.
ui-duty-starts = From
ui-duty-ends = Until
ui-duty-hours = { $count } h
ui-duty-recorded = Recorded.

## Delegation

ui-duty-delegations = Delegation
ui-duty-delegations-hint = For a holiday or an illness you may lend what your post lets you do to a colleague. He never does more than you may do at that moment, lends nothing on, and what he does names you.
ui-duty-which = Which
ui-duty-own = Lent and borrowed
ui-duty-waiting = Waiting for leave
ui-duty-none-waiting = Nothing waits for leave.
ui-duty-none-lent = You have lent and borrowed nothing.
ui-duty-way = From → to
ui-duty-me = me
ui-duty-state = State
ui-duty-state-waiting = waiting for leave
ui-duty-state-planned = planned
ui-duty-state-lent = lent
ui-duty-state-expired = over
ui-duty-state-ended = ended
ui-duty-what = What
ui-duty-everything = All that the post allows
ui-duty-choose = Choose at least one.
ui-duty-chosen = Only some
ui-duty-some = { $count ->
    [one] 1 thing
   *[other] { $count } things
}
ui-duty-area = Area
ui-duty-reason = Reason
ui-duty-do = Actions
ui-duty-allow = Allow
ui-duty-end = End
ui-duty-give-back = Give back
ui-duty-end-sure = End this delegation at once?
ui-duty-lend = Lend
ui-duty-lent = Recorded. Whoever is of another unit needs the leave of the command office.
ui-duty-to = To
ui-duty-to-login = User name of the colleague
ui-duty-no-colleagues = Your unit has no other users.
ui-duty-starts-hint = Now, when left empty.
ui-duty-ends-hint = At most 92 days.

ui-duty-may-report-fever = report fevers
ui-duty-may-record-test = record tests
ui-duty-may-register-person = register people
ui-duty-may-read-personal = read names and other personal values
ui-duty-may-read-cases = read cases
ui-duty-may-manage-cases = manage cases
ui-duty-may-treat-cases = treat cases
ui-duty-may-trace-contacts = trace contacts
ui-duty-may-read-orders = read orders
ui-duty-may-issue-orders = issue orders
ui-duty-may-carry-out-orders = carry out orders
ui-duty-may-decide-appeals = decide appeals
ui-duty-may-read-obligations = read duties
ui-duty-may-waive-obligations = waive duties
ui-duty-may-hand-over = hand over duties
ui-duty-may-issue-directives = issue directives
ui-duty-may-rectify = mend problems
ui-duty-may-verify-rectification = verify what was mended
ui-duty-may-manage-duty = manage the roster
ui-duty-may-set-zones = set zones
ui-duty-may-set-posture = set the operating state and the policy
ui-duty-may-release-bulletins = release bulletins
ui-duty-may-import-cases = import cases
ui-duty-may-withdraw-facts = withdraw facts
ui-duty-may-read-audit = read the audit
ui-duty-may-review-glass = review opened records
