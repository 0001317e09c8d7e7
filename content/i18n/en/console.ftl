# The console: its frame, and what all pages share. Ids begin with ui-. Pages have files of their own,
# console-<room>.ftl, with ids that begin with ui-<room>-.

## Frame

ui-brand = Fenghuo
ui-brand-line = Command platform for outbreaks
ui-window-title = { $page } · Fenghuo
ui-version = Version { $version }
ui-home = Start page
ui-skip = To the content
ui-menu = Menu
ui-menu-more = More
ui-menu-wide = Show the names in the menu
ui-menu-narrow = Show only pictures in the menu
ui-user-menu = Yourself: { $name }
ui-language = Language
ui-theme = Light or dark
ui-theme-light = Light
ui-theme-dark = Dark
ui-theme-system = As the system
ui-live = Live
ui-not-live = Not live
ui-offline = No connection to the server. What is shown may be out of date; nothing that you typed is lost.
ui-past = You are looking at what was known by <moment></moment>. Nothing can be recorded here.
ui-past-back = Back to now
ui-cancel = Cancel
ui-retry = Try again
ui-loading = Loading
ui-close = Close

## Without a network

ui-wait-sending = Sending…
ui-wait-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
}
ui-wait-asks = { $count ->
    [one] 1 needs you
   *[other] { $count } need you
}
ui-wait-sent = All sent
ui-wait-online = Connected
ui-wait-offline = No network
ui-wait-ended = The session has ended. What you record is kept on this phone and sent once you have logged in.
ui-wait-log-in = Log in
ui-leave-title = Not everything has been sent
ui-leave-text = { $count ->
    [one] 1 fact has not been sent. If you log out it stays on this phone, sealed: only you can open it, once you log in here again.
   *[other] { $count } facts have not been sent. If you log out they stay on this phone, sealed: only you can open them, once you log in here again.
}
ui-leave-lost = { $count ->
    [one] 1 fact has not been sent, and this browser cannot keep it: if you log out, it is lost.
   *[other] { $count } facts have not been sent, and this browser cannot keep them: if you log out, they are lost.
}
ui-leave-stay = Stay
ui-leave-look = Look at them
ui-leave-go = Log out all the same

## What is looked at

ui-switch-area = Area
ui-switch-area-all = All my areas
ui-switch-disease = Disease
ui-switch-disease-all = All diseases
ui-moment = Moment looked at
ui-moment-is = Moment looked at: { $moment }
ui-moment-now = Now
ui-moment-past = The past
ui-moment-text = Look at what was known by another moment.
ui-moment-day = A day ago
ui-moment-week = A week ago

## Log-in

ui-log-in = Log in
ui-log-in-name = User name
ui-log-in-name-missing = Enter your user name.
ui-log-in-password = Password
ui-log-in-password-missing = Enter the password.
ui-log-in-code = Code
ui-log-in-code-hint = The six digits of your device, or a recovery code.
ui-log-in-code-missing = Enter the code.
ui-log-in-code-send = Go on
ui-log-in-back = Back to name and password
ui-log-in-left = You have logged out.
ui-log-in-ended = The session has ended. Please log in again.
ui-log-out = Log out
ui-again-title = The session has ended
ui-again-text = Log in again: the page and what you typed stay as they are, and what was being sent will be sent.
ui-again-later = Later: keep recording, send after the log-in
ui-again-other = Leave, and drop what was typed
ui-due-password = Choose a password of your own
ui-due-password-text = Somebody else has set your password. Replace it before you go on.
ui-password-present = Present password
ui-password-new = New password
ui-password-rule = At least 10 characters.
ui-password-repeated = New password once more
ui-password-differs = The two are not the same.
ui-password-set = Set the password
ui-due-factor = Set up a second factor
ui-due-factor-text = Your role needs codes of a device besides the password. Have an app for such codes at hand.
ui-factor-begin = Begin
ui-factor-scan = Scan this with the app, or type in the secret. Then enter the code that the app shows.
ui-factor-picture = The secret as a picture for the app
ui-factor-secret = Secret:
ui-factor-confirm = Confirm
ui-factor-codes = Write these recovery codes down: they are shown this once, and each is good once.
ui-factor-kept = I have kept them

## Palette and keys

ui-palette = Find pages and records
ui-palette-hint = Page, case number…
ui-palette-pages = Pages
ui-palette-none = Nothing was found.
ui-keys = Keys
ui-keys-on = Shortcut keys

## States

ui-empty = Nothing here.
ui-problem-offline = The server cannot be reached. Check the connection and try again; nothing that you typed is lost.
ui-problem-unreadable = The server gave an answer that the console does not understand ({ $status }). Try again; if it stays, tell whoever runs the server.
ui-problem-reference = Reference for the log: <code>{ $reference }</code>
ui-broken-title = This page has failed
ui-broken-text = What you have recorded is safe. Load the page anew; if it fails again, tell whoever runs the server.
ui-broken-reload = Load anew
ui-missing-title = There is no such page
ui-missing-text = The address may be from an older version, or what it shows is not for you.
ui-missing-home = To the start page
ui-notice-warning = Recorded, with a warning
ui-notice-ends = The session ends in five minutes
ui-notice-ends-text = You will be asked to log in again in place; nothing that you typed will be lost.

## Lists

ui-list-table = List
ui-list-reload = Load anew
ui-list-clear = Clear the filters
ui-list-empty = Nothing here yet.
ui-list-none-found = Nothing fits these filters.
ui-list-first = { $count ->
    [one] The first row
   *[other] The first { $count } rows
}
ui-list-all = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
ui-list-more = Show more
ui-list-select = Select
ui-list-select-all = Select all rows shown
ui-list-select-none = Select none
ui-list-selected = { $count ->
    [one] 1 selected
   *[other] { $count } selected
}
ui-columns = Columns
ui-columns-usual = As usual
ui-filter-from = { $what } from
ui-filter-until = until

## Times

ui-epi-week = { $year }-W{ $week }
ui-span-days = { $count } d
ui-span-hours = { $count } h
ui-span-minutes = { $count } min
ui-span-joint = {" "}
ui-span-joint-list = ,{" "}

## Names

ui-user-self = { $name } (you)
ui-also-open = Also open by
ui-user-other = user …{ $id }
ui-person-hidden = person …{ $id }
ui-person-not-yours = You may not read this name.
ui-names-open = Show names
ui-names-close = Hide names
ui-names-why = Names are shown on this page until you hide them, for a quarter of an hour at most. Each look is recorded with its purpose.
ui-names-purpose = Purpose
ui-purpose-investigation = Epidemiological investigation
ui-purpose-contact = Reaching the person
ui-purpose-care = Care and treatment
ui-purpose-check = Checking the records

## History

ui-timeline-empty = No facts yet.
ui-fact-before = before: { $what }
ui-fact-regime = regime { $regime }
ui-fact-rule = rule { $rule }, edition { $edition }
ui-fact-by-hand = set by hand
ui-fact-by-rule = by rule
ui-fact-onset = onset { $day }
ui-fact-ends = until { $day }
ui-fact-withdrawn = withdrawn
ui-fact-corrected = corrected
ui-fact-correction = correction
ui-fact-corrects = Corrects: { $what },
ui-fact-learnt = learnt

## Forms

ui-input-required = { $field } is missing.
ui-input-too-long = { $count } characters, at most { $max }.
ui-input-number = A number from { $min } to { $max }.
ui-input-day = No such day. Write it as 2022-07-01.
ui-input-day-future = This lies in the future.
ui-conflict-title = The record has changed while you worked on it. What you typed is still here.
ui-conflict-elsewhere = What has changed is not among the fields shown here.
ui-conflict-field = Field
ui-conflict-before = When you began
ui-conflict-after = Now
ui-conflict-again = Record it all the same, on the record as it is now

## A round: whom to see today, samples

ui-round-purpose = Today's round: checks, tests, visits
ui-round-not-kept = It could not be kept on this phone. Nothing was recorded; try again.
ui-round-names = { $count ->
    [one] Show 1 name (recorded in the audit)
   *[other] Show { $count } names (recorded in the audit)
}
ui-round-swab-of = Sample: { $who }
ui-round-method = Method
ui-round-swab-record = Sample taken
ui-round-label-of = Label: { $who }
ui-round-label-text = Put it on the tube, or show it to the scanner of the laboratory. It names nobody.
ui-round-next = Next
## Asking before an act
ui-ask-past = You are looking at the past: nothing can be done there. Go back to now first.
## Several at once, and taken back
ui-bulk-running = { $done } of { $total } done
ui-bulk-undoing = { $done } of { $total } taken back
ui-bulk-done = { $refused ->
    [0] { $done } recorded
   *[other] { $done } recorded, { $refused } refused
}
ui-bulk-undone = { $refused ->
    [0] { $done } taken back
   *[other] { $done } taken back, { $refused } refused
}
ui-bulk-more = { $count } more were refused.
ui-bulk-stop = Stop
ui-bulk-undo = Take back
ui-bulk-close = Close
ui-withdraw = Take back
ui-withdraw-title = Take back what was not so?
ui-withdraw-reason = Why it was not so
## Choosing a person
ui-picker-how = How to find the person
ui-picker-by-case = Case number
ui-picker-by-words = Name, number or phone
ui-picker-words = Name, identity number or phone number
ui-picker-purpose = choosing a person for a record
ui-picker-find = Find
ui-picker-none = Nobody was found in your areas.
ui-picker-other = Choose somebody else

ui-views = Saved views
ui-views-none = No view of this list is saved yet.
ui-views-name = Save what is shown as
ui-views-hint = The filters and the columns; nothing that looks for one person. A view of this name is replaced.
ui-views-shared = The people of my unit may show it
ui-views-share = Share the view { $name } with my unit
ui-views-unshare = Keep the view { $name } for myself alone
ui-views-of-unit = Of my unit
ui-views-rename = Rename the view { $name }
ui-views-new-name = New name
ui-views-keep = Save
ui-views-forget = Delete the view { $name }
ui-views-restore = Bring back
