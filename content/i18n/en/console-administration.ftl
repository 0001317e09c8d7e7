# The room of administration: areas, users, audit, emergency access, retention, health, settings; and one's own account.

ui-administration-menu = Administration
ui-administration-account = My account
ui-administration-tab-areas = Areas
ui-administration-tab-posts = Units and posts
ui-administration-tab-users = Users
ui-administration-tab-audit = Audit
ui-administration-tab-glass = Emergency access
ui-administration-tab-law = Retention
ui-administration-tab-health = Health
ui-administration-tab-installation = Settings

ui-administration-act = Act
ui-administration-state = State
ui-administration-reason = Reason
ui-administration-yes = yes
ui-administration-no = no
ui-administration-in = Area
ui-administration-known = What is known
ui-administration-name = Name
ui-administration-level = Level
ui-administration-print = Print
ui-administration-set = Set.

## Areas

ui-administration-areas = Areas
ui-administration-areas-note = The division tree as it is, or as it was on any day.
ui-administration-area = Area { $code }
ui-administration-area-not-then = There was no area { $code } on this day.
ui-administration-on = As it was on
ui-administration-today = today
ui-administration-past = the past
ui-administration-below = Areas below { $name }
ui-administration-nothing-below = Nothing below.
ui-administration-above = Lies in
ui-administration-name-zh = Chinese name
ui-administration-name-en = English name
ui-administration-zone = Time zone
ui-administration-zone-hint = Of new areas for which the table names none; that of the area above without.
ui-administration-since = Since
ui-administration-until = Until
ui-administration-ended = ended
ui-administration-always = always
ui-administration-units = Units
ui-administration-units-none = No unit here.
ui-administration-unit = Unit
ui-administration-role = Kind
ui-administration-facility = Facility
ui-administration-history = History
ui-administration-way = Direction
ui-administration-came-from = came from
ui-administration-became = became
ui-administration-area-other = Other area
ui-administration-link = How
ui-administration-fact = Fact
ui-administration-boundary = Where it lies
ui-administration-boundary-of = Map of { $name } with the areas below it
ui-administration-boundary-none = No boundary is known.
ui-administration-boundary-source = { $count ->
    [0] Source: { $source }
    [one] With one area below. Source: { $source }
   *[other] With { $count } areas below. Source: { $source }
}
ui-administration-population = Population
ui-administration-population-none = Nobody has been counted.
ui-administration-population-missing = { $count ->
    [one] Of one area below nothing is known; the sum leaves it out:
   *[other] Of { $count } areas below nothing is known; the sum leaves them out:
}
ui-administration-persons = Persons
ui-administration-counted = Counted
ui-administration-source = Source
ui-administration-how = How
ui-administration-summed = sum of the areas below
ui-administration-sex = Sex
ui-administration-sex-all = all
ui-administration-age = Age
ui-administration-age-from = { $from } and older
ui-administration-age-span = { $from } to { $to }

## Changes of areas

ui-administration-change = Change
ui-administration-change-title = Change <name></name>
ui-administration-change-what = What happens
ui-administration-change-renamed = The name changes everywhere from the day on; records and rights stay.
ui-administration-change-founded = A new area comes into being. A code is never used twice.
ui-administration-change-moved = With all below it the area hangs elsewhere. Whoever has rights in the new area above sees its records from now on; whoever had them in the old one no longer does.
ui-administration-change-recoded = The same area gets another code. Records and rights go along; the old code is never used again.
ui-administration-change-merged = The areas end. Whoever reaches the area that goes on reaches their records. This cannot be undone.
ui-administration-change-split = The area becomes several. The part that you name takes over the records, else the area above. This cannot be undone.
ui-administration-change-abolished = The area ends with nothing in its place. Its records are reached from the area above. This cannot be undone.
ui-administration-change-on = From
ui-administration-document = Document
ui-administration-code = Code
ui-administration-code-new = New code
ui-administration-parent-new = New area above
ui-administration-into = Becomes part of
ui-administration-also = Together with
ui-administration-rights = Rights in what ends
ui-administration-rights-end = end
ui-administration-rights-follow = hold in all of the area that takes over
ui-administration-split-text = Each area below goes to one of the parts.
ui-administration-children = Areas below that go to it
ui-administration-part-add = A further part
ui-administration-part-remove = Remove the part
ui-administration-heir = Takes over the records
ui-administration-heir-hint = The area above, when none is named.

## Files of areas

ui-administration-choose-file = Choose a file
ui-administration-check = Check
ui-administration-checked = The file is sound. Nothing has been recorded yet.
ui-administration-take = Take in
ui-administration-take-areas = Take in a table of areas
ui-administration-take-areas-text = CSV with the headings code, parent, level, name_zh, name_en and perhaps zone. What is new, named otherwise or hangs elsewhere becomes a change; the same table again changes nothing.
ui-administration-take-areas-consequence = Areas are founded, renamed, moved and perhaps ended, for everybody, from the day stated. Facts say so, with the document.
ui-administration-complete = Areas below those named that the table does not name have ended
ui-administration-report-founded = New
ui-administration-report-renamed = Renamed
ui-administration-report-moved = Moved
ui-administration-report-abolished = Ended
ui-administration-report-unchanged = Unchanged
ui-administration-report-missing = Not in the table
ui-administration-take-boundaries = Take in boundaries
ui-administration-take-boundaries-text = A FeatureCollection of GeoJSON in WGS 84, all of it or none.
ui-administration-take-boundaries-consequence = Each boundary takes the place of the one before.
ui-administration-boundaries-found = { $count ->
    [one] One boundary.
   *[other] { $count } boundaries.
}
ui-administration-property = Property with the code
ui-administration-property-hint = “code” unless said.
ui-administration-take-population = Take in counts
ui-administration-take-population-text = CSV with the headings code, counted_on, sex, age_from, age_to, persons, source.
ui-administration-take-population-consequence = A band that is known takes the new count; incidences are computed with it from now on.
ui-administration-population-found = { $count ->
    [one] One row.
   *[other] { $count } rows.
}

## Units, posts, users

ui-administration-units-posts = Units and posts
ui-administration-units-posts-note = What escalations reach, and where users are put.
ui-administration-posts = Posts
ui-administration-posts-none = No post in your areas.
ui-administration-post = Post
ui-administration-post-kind = Kind of post
ui-administration-all-day = Around the clock
ui-administration-users = Users
ui-administration-users-note = Whoever has, had or will have a post in your areas.
ui-administration-users-none = No user here.
ui-administration-user = User
ui-administration-user-new = New user
ui-administration-user-make = Make the user
ui-administration-user-made = { $login } can log in now
ui-administration-user-made-text = Hand this password over in a way that nobody else hears. It is shown this once, and must be changed at the first log-in.
ui-administration-handed = I have handed it over
ui-administration-user-good = may log in
ui-administration-user-first = has a first password
ui-administration-user-disabled = barred
ui-administration-login = User name
ui-administration-login-hint = Somebody who is there already gets the post besides, and keeps name and password.
ui-administration-display-name = Name
ui-administration-password = First password
ui-administration-password-hint = At least 10 characters. It must be changed at the first log-in.
ui-administration-password-make = Make one
ui-administration-unit-missing = Choose a unit.
ui-administration-unit-no-posts = No posts here.
ui-administration-post-missing = Choose a post.
ui-administration-grant = Role
ui-administration-grant-hint = What it lets somebody do, in the area of the unit and below.
ui-administration-grant-missing = Choose a role.
ui-administration-diseases = Diseases
ui-administration-diseases-all = all
ui-administration-post-until = Until
ui-administration-post-give = A further post for { $login }
ui-administration-post-give-do = Give a post
ui-administration-post-end = End
ui-administration-post-end-title = End { $login } as { $role }?
ui-administration-post-end-text = What the post lets him do ends at once, also what he has lent of it. His sessions go on with what is left; his duties stay with the unit. The post can be given again.
ui-administration-over = over
ui-administration-from = From
ui-administration-disabled-at = Barred since
ui-administration-looks = Audit
ui-administration-looks-of = What this user did
ui-administration-account-acts = The account
ui-administration-account-acts-text = These take the administration of every area in which the user holds a role.
ui-administration-password-reset = Set a new password
ui-administration-password-reset-title = A new password for { $login }?
ui-administration-password-reset-text = All sessions of the user end at once. Make sure that it is the user who asks you.
ui-administration-factor-reset = Take the second factor away
ui-administration-factor-reset-title = Take the second factor from { $login }?
ui-administration-factor-reset-text = The user logs in with the password alone until a new factor is set up, and all sessions end at once. Only for whoever has lost device and recovery codes: make sure that it is the user who asks you.
ui-administration-sessions-end = End all sessions
ui-administration-sessions-end-title = End all sessions of { $login }?
ui-administration-sessions-end-text = The user is logged out everywhere within seconds; what was typed and not sent stays on the page until a new log-in. The account stays open.
ui-administration-keys-too = Revoke the keys of the user's programs as well
ui-administration-disable = Bar
ui-administration-disable-title = Bar { $login }?
ui-administration-disable-text = The user can no longer log in and all sessions end at once; programs with the user's keys are refused. Duties stay with the unit. The bar can be lifted.
ui-administration-enable = Lift the bar
ui-administration-enable-title = Let { $login } log in again?
ui-administration-enable-text = The user logs in with the password of before, and has all posts that have not ended.

## Audit

ui-administration-audit = Audit
ui-administration-audit-note = Who looked, searched, took records away, was refused; who changed accounts and settings. No entry can be changed.
ui-administration-audit-person = Who looked at person …{ $id }
ui-administration-audit-person-note = Wherever whoever looked sits: the person lies in your areas.
ui-administration-audit-person-text = All looks at this person, the cases, contacts and orders; all lists and exports with the person in them; and all that was refused.
ui-administration-audit-nobody = Nobody has looked at this person.
ui-administration-audit-none = No entries.
ui-administration-audit-id = Who looked at this person?
ui-administration-audit-id-hint = The id, as it stands on the person's page or in a certificate.
ui-administration-audit-id-wrong = This is no id.
ui-administration-audit-who = Who looked?
ui-administration-audit-at = When
ui-administration-audit-kind = What
ui-administration-audit-action = Action, as code
ui-administration-audit-by = By
ui-administration-audit-of-person = Person
ui-administration-audit-subject = About
ui-administration-audit-route = Address
ui-administration-audit-purpose = Purpose
ui-administration-audit-count = Times
ui-administration-audit-more = More
ui-administration-audit-show = Show
ui-administration-audit-unknown = somebody unknown
ui-administration-audit-lacked = lacked: { $what }
ui-administration-audit-code = Refused with
ui-administration-audit-same = Others at this address
ui-administration-audit-same-subject = All about this
ui-administration-audit-persons = { $count ->
    [one] Names one person:
   *[other] Names { $count } persons:
}

## Emergency access

ui-administration-glass = Emergency access
ui-administration-glass-note = Records of your areas that somebody from outside opened for a reason. Each must be reviewed within a day.
ui-administration-glass-none = Nobody has opened a record of your areas.
ui-administration-glass-which = Which are shown
ui-administration-glass-all = All
ui-administration-glass-open = To be reviewed
ui-administration-glass-reviewed = Reviewed
ui-administration-glass-still = still open
ui-administration-glass-opened = Opened
ui-administration-glass-ends = Ends
ui-administration-glass-closed = Closed
ui-administration-glass-close-reason = Why it was closed
ui-administration-glass-ground = Ground
ui-administration-glass-of = Emergency access by <name></name>
ui-administration-glass-review = Review
ui-administration-glass-reviewer = Reviewed by
ui-administration-glass-record = Record the review
ui-administration-glass-finding = Finding
ui-administration-glass-finding-missing = Say whether it was right.
ui-administration-glass-note-label = Note
ui-administration-glass-own = You opened this yourself. Somebody else reviews it.
ui-administration-glass-unjustified = The sight is closed at once. The finding stands in the record for ever, and whoever opened it can read it.
ui-administration-glass-close = Close
ui-administration-glass-close-title = Close this sight?
ui-administration-glass-close-text = { $name } can no longer read the record. It can be opened again, for another reason.

## Retention

ui-administration-law = Retention
ui-administration-law-note = How long data is kept and by which rule, what is held back, and the proof of what went.
ui-administration-retention = Periods
ui-administration-retention-kind = Kind
ui-administration-retention-days = Kept for
ui-administration-retention-basis = Rule
ui-administration-retention-confidence = Confidence
ui-administration-retention-set = Set here
ui-administration-retention-shipped = { $count ->
    [one] shipped: one day
   *[other] shipped: { $count } days
}
ui-administration-retention-change = Change
ui-administration-retention-title = How long to keep: { $kind }
ui-administration-retention-do = Set the period
ui-administration-retention-same = Counted from the last record about it.
ui-administration-retention-shorter = A shorter period: at the next purge more is erased than before, and nothing erased comes back. Nothing is erased now.
ui-administration-retention-longer = A longer period: data about people is kept beyond what was said before. Name the rule that allows it.
ui-administration-retention-least = { $count ->
    [one] At least one day.
   *[other] At least { $count } days.
}
ui-administration-retention-by = By which rule or decision
ui-administration-retention-by-hint = It stands in every certificate.
ui-administration-days = { $count ->
    [one] one day
   *[other] { $count } days
}
ui-administration-days-unit = days
ui-administration-holds = Legal holds
ui-administration-holds-none = Nothing is held.
ui-administration-holds-all = Also released ones
ui-administration-hold-set = Set a hold
ui-administration-hold-text = What is held is not erased, neither when its period ends nor on request, until the hold is released. A hold on a case keeps the persons of its contacts as well.
ui-administration-hold-what = What
ui-administration-hold-kind = Kind
ui-administration-hold-id = Its id
ui-administration-hold-since = Since
ui-administration-hold-area-missing = Choose an area.
ui-administration-hold-release = Release
ui-administration-hold-release-title = Release this hold?
ui-administration-hold-release-text = From now on the records follow their periods again: what is overdue is erased at the next purge, and requests for erasure are no longer refused for it.
ui-administration-hold-released = released
ui-administration-purge = Purge
ui-administration-purge-look = What is due?
ui-administration-purge-would = What a purge would erase
ui-administration-purge-nothing = Nothing is due.
ui-administration-purge-text = Nothing has been erased. What a hold keeps is left out.
ui-administration-purge-do = Erase what is due
ui-administration-purge-title = Erase what is due?
ui-administration-purge-consequence = { $persons ->
    [0] { $total } entries are erased for good.
    [one] One person is erased for good: name, numbers, addresses and what was sealed under the person's key can be read by nobody any more. In all { $total } entries go.
   *[other] { $persons } persons are erased for good: names, numbers, addresses and what was sealed under their keys can be read by nobody any more. In all { $total } entries go.
} This cannot be undone. Facts stay, without names. A certificate is made.
ui-administration-purge-tick = I have looked at what is due, and holds stand where they must.
ui-administration-purge-before = Last recorded before
ui-administration-purge-purged = Erased
ui-administration-purge-held = Held back
ui-administration-purge-persons = Persons
ui-administration-certificates = Certificates
ui-administration-certificates-none = Nothing has been purged yet.
ui-administration-certificate = Certificate …{ $id }
ui-administration-certificate-trial = trial, nothing was erased
ui-administration-certificate-made = Made
ui-administration-certificate-more = more is due
ui-administration-certificate-more-text = More persons are due than one certificate takes. Purge again.
ui-administration-certificate-what = What went
ui-administration-certificate-proof = Proof
ui-administration-certificate-id = Certificate
ui-administration-certificate-installation = Installation
ui-administration-certificate-hash = SHA-256
ui-administration-certificate-fact = Fact in the journal
ui-administration-certificate-text = The hash of this certificate stands in the journal, which cannot be rewritten unseen.
ui-administration-certificate-cuts = Where chains of the audit were cut
ui-administration-certificate-cut = Chain of …{ $writer }: up to entry { $seq }
ui-administration-certificate-persons = { $count ->
    [one] One person erased
   *[other] { $count } persons erased
}
ui-administration-certificate-persons-text = By id, which no longer leads to a name. After a restore of an older backup these are erased again.

## Health

ui-administration-health = Health of the installation
ui-administration-health-note = As the server sees it now. fenghuo doctor at the machine says the same while no server runs.
ui-administration-health-again = Look again
ui-administration-health-sum = { $faults ->
    [0] { $warnings ->
        [0] All is well.
        [one] It works, with one warning.
       *[other] It works, with { $warnings } warnings.
    }
    [one] One fault to mend.
   *[other] { $faults } faults to mend.
}
ui-administration-backup = Backups
ui-administration-backup-elsewhere = The server does not tell when the last backup was made; fenghuo doctor at the machine does.
ui-administration-backup-text = A backup is made at the machine: fenghuo admin backup, daily by a timer. Keep the key file elsewhere: without it no name in a backup can be read.
ui-administration-backup-last = Last backup
ui-administration-backup-old = Old after
ui-administration-findings = Findings
ui-administration-runs = What runs
ui-administration-version = Version
ui-administration-mode = Mode
ui-administration-clock = Clock

## Settings

ui-administration-installation = Settings
ui-administration-installation-note = They hold for the whole installation, and take the administration of all of it.
ui-administration-factor-roles = Roles that need a second factor
ui-administration-factor-roles-text = Whoever holds one of these roles proves the log-in by a code of a device besides the password.
ui-administration-factor-roles-set = Set the roles
ui-administration-factor-roles-title = Change which roles need a second factor?
ui-administration-factor-roles-more = New: { $roles }. Whoever holds one of these roles and has no second factor can do nothing until one is set up, from the next request on.
ui-administration-factor-roles-fewer = Fewer roles need a second factor. Factors that were set up stay and are still asked for.
ui-administration-glass-rules = Emergency access
ui-administration-glass-rules-text = How long and how often somebody may open a record outside the own areas.
ui-administration-glass-rules-set = Set
ui-administration-glass-rules-title = Change the rules of emergency access?
ui-administration-glass-rules-consequence = From now on { $minutes } minutes at most, { $count } times in 24 hours. What is open stays open until its end.
ui-administration-glass-longest = Longest
ui-administration-glass-per-day = Openings of one user in 24 hours
ui-administration-minutes = minutes
ui-administration-drill = Clock of the drill
ui-administration-drill-runs = Runs
ui-administration-drill-stands = stands still
ui-administration-drill-speed-is = { $speed } seconds in a second
ui-administration-drill-to = Set forward to
ui-administration-drill-to-hint = Only forward.
ui-administration-drill-speed = Seconds of the drill in a second
ui-administration-drill-go = Goes on by itself
ui-administration-drill-set = Set the clock
ui-administration-drill-title = Set the clock of the drill?
ui-administration-drill-text = For everybody in this drill it becomes later: deadlines in between pass, duties escalate, days of isolation go by. The clock never goes back. New time:

## One's own account

ui-administration-borrowed = Borrowed
ui-administration-own-password = Password
ui-administration-own-password-text = Your other sessions end when you change it.
ui-administration-own-password-done = Your password has been changed; your other sessions have ended.
ui-administration-factor = Second factor
ui-administration-factor-text = A code of a device, besides the password.
ui-administration-factor-on = asked for at every log-in
ui-administration-factor-off = not set up
ui-administration-factor-left = Recovery codes left
ui-administration-factor-due = Your role needs it
ui-administration-factor-few = Few recovery codes are left. Set the factor up anew to get ten.
ui-administration-factor-begin = Set up a second factor
ui-administration-factor-replace = Set it up anew
ui-administration-factor-enrol-text = Have an app for such codes at hand. From then on every log-in asks for one.
ui-administration-factor-replace-text = The device and the recovery codes of before no longer count once the new one is confirmed.
ui-administration-factor-keep = Save as a file
ui-administration-factor-remove = Take it away
ui-administration-factor-remove-text = From then on your password alone opens your account.
ui-administration-factor-remove-due = Your role needs a second factor: without one you can do nothing until you set up another.
ui-administration-sessions = Sessions
ui-administration-session-begun = Begun
ui-administration-session-seen = Last used
ui-administration-session-ends = Ends
ui-administration-session-this = this one
ui-administration-session-end = End
ui-administration-session-end-title = End this session?
ui-administration-session-end-text = Whoever uses it is logged out within seconds. If you do not know it, change your password as well.
ui-administration-keys = Keys of programs
ui-administration-keys-text = A program with a key acts for you, within its bounds and never beyond what you may do at that moment.
ui-administration-keys-none = You have given no key.
ui-administration-key-new = New key
ui-administration-key-make = Make the key
ui-administration-key-name = For what
ui-administration-key-name-hint = For example: laboratory system, ward 3.
ui-administration-key-actions = May
ui-administration-key-actions-missing = Choose at least one.
ui-administration-key-areas = Areas
ui-administration-key-all-areas = all yours
ui-administration-key-ends = Ends
ui-administration-key-ends-hint = Within a year.
ui-administration-key-used = Last used
ui-administration-key-unused = never
ui-administration-key-good = good
ui-administration-key-expired = expired
ui-administration-key-revoked = revoked
ui-administration-key-made = The key
ui-administration-key-made-text = It is shown this once. Put it where the program reads it, and nowhere else.
ui-administration-key-kept = I have kept it
ui-administration-key-revoke = Revoke
ui-administration-key-revoke-title = Revoke the key “<name></name>”?
ui-administration-key-revoke-text = The program is refused from now on. It cannot be undone; a new key can be made.
ui-administration-delegations = Delegations
ui-administration-delegations-text = For holidays and illness: what your post lets you do, lent for a time. Who acts by it acts for you, and it stands in the record.
ui-administration-delegations-none = Nothing is lent or borrowed.
ui-administration-delegations-waiting = Waiting for my leave
ui-administration-lender = Lends
ui-administration-taker = Borrows
ui-administration-lend = Lend
ui-administration-lend-do = Lend it
ui-administration-lend-text = What the post “{ $post }” lets you do. Administration and erasure are lent to nobody.
ui-administration-lend-to = To
ui-administration-lend-to-hint = User name of somebody of your unit.
ui-administration-lend-all = all of it
ui-administration-lend-span = From, until
ui-administration-lend-from = From
ui-administration-lend-until = Until
ui-administration-lend-until-hint = Within 92 days.
ui-administration-lend-allow = Allow
ui-administration-lend-allow-title = Allow this delegation?
ui-administration-lend-allow-text = { $to }, who is of another unit, will do what { $from } may do, until the end stated.
ui-administration-lend-end = End
ui-administration-lend-end-title = End this delegation?
ui-administration-lend-end-text = { $name } can no longer do at once what was lent. What was done by it stays.
