# One sentence for each error code: what is wrong and what to do. Dots and underscores of the code are dashes here.
# The program puts the place before the sentence. An optional argument that is absent is "none".

## Places

at-source = { $source }:{" "}
at-line = Row { $line }:{" "}
at-position = Line { $line }, column { $column }:{" "}
at-cell = Row { $line }, column “{ $field }”:{" "}
at-field = “{ $field }”:{" "}
at-source-line = { $source }, row { $line }:{" "}
at-source-position = { $source }, line { $line }, column { $column }:{" "}
at-source-cell = { $source }, row { $line }, column “{ $field }”:{" "}
at-source-field = { $source }, “{ $field }”:{" "}

## Values

value-invalid = The { $field } cannot be “{ $value }”{ $expected ->
    [none] . Please correct it.
   *[other] {"; "}expected: { $expected }.
}
value-invalid-id = “{ $value }” is not an id; expected: { $expected }. Check that it was copied in full.
value-invalid-date = “{ $value }” is not a date, or no such day exists. Write it as { $expected }.
value-invalid-instant = “{ $value }” is not a moment. Write date, time and offset, for example 2022-07-01T09:00:00+08:00.
value-invalid-span = “{ $value }” is not a length of time. Write it as 2h, 1h30m or 10d.
value-invalid-zone = There is no time zone “{ $value }”. Use an IANA name, for example Asia/Shanghai.
value-missing = The { $field } is missing. Please fill it in.
value-too-long = The { $field } has { $length } characters; at most { $max } are allowed. Please shorten it.
value-out-of-range = The { $field } is { $value }; it must lie between { $min } and { $max }.
value-impossible-age = Nobody is { $value } years old; the age must lie between 0 and { $max }. Check the age or the date of birth.
value-dates-out-of-order = The { $later_field } ({ $later }) is before the { $earlier_field } ({ $earlier }). Check both dates.
value-in-future = The { $field } ({ $value }) lies in the future; it is { $now } now. Check the date or the system clock.

## Requests

request-unreadable-body = The request cannot be read: { $detail }. Correct it by the API documentation and send it again.
request-too-large = The request is larger than the limit of { $max }. Send it in several parts.
page-invalid-limit = A page cannot have { $value } rows; ask for 1 to { $max }.
page-invalid-cursor = The page cursor “{ $value }” was not given by this system. Start again from the first page.
idempotency-invalid-key = The idempotency key “{ $value }” is missing or malformed. Make a fresh UUID for each command.
idempotency-other-body = The idempotency key { $key } was used for a command with another body. Use a new key for a new command; repeat a command unchanged.

## Areas and records

area-invalid-code = “{ $value }” is not an area code; a code has 1 to 32 letters, digits, dashes or underscores.
area-unknown = The area tree has no “{ $value }”. Check the division code, or import the area first.
area-duplicate = The area code { $value } appears twice, first in row { $first_row }. Remove one of the rows.
area-loop = These areas lie inside one another: { $chain }. Correct one parent code.
boundary-open-ring = This ring of { $positions } positions encloses nothing: it needs three corners, and its first position again at the end.
boundary-crosses-itself = This ring crosses itself near { $position }. Mend the boundary in a drawing program.
boundary-hole-outside = This hole lies outside its polygon, near { $position }.
boundary-crosses-antimeridian = This ring goes over the 180th meridian near { $position }. Split the polygon there, as GeoJSON asks.
area-ended = Area { $value } ended on { $on }. Name the area that is there now.
area-code-used = The code { $value } belongs to an area that is or was. Give the new area a code that was never used.
area-children-left = Area { $value } cannot end while these areas lie below it: { $children }. Say where they go first.
area-no-heir = Nothing takes over area { $value }, so no rights can follow. Let them end, or name the part that takes over.
area-nothing-changed = Nothing of area { $value } would change.
area-out-of-order = Area { $value } was last changed on { $since }; a change of { $on } cannot be recorded after it.
area-unreadable-change = Area { $value } has another { $field } than before ({ $before } → { $after }), which a table cannot tell as a change. Record that change by itself first.
record-not-found = There is no { $kind } { $id }, or it lies outside your areas.
record-edit-conflict = The { $kind } { $id } was changed by somebody else since you read it ({ $fields }). Read it again, compare, and submit once more.
person-erased = The personal data of { $id } has been erased by rule and cannot be read any more.
person-merged-already = { $id } is known as { $into } already. Name that person.
person-merge-circle = { $id } and { $into } are one person already. Name two different ones.
person-not-merged = { $id } is not merged with anybody, so there is nothing to undo.
household-member-elsewhere = { $id } lives in the household { $household } already. Let him leave it first.
household-not-member = { $id } does not live in the household { $household }.
person-possible-duplicate = Somebody with this identity number is registered already: { $ids }. Use that person, or register another one with known_duplicate if it really is somebody else.
person-id-number-invalid = This cannot be a citizen identity number: { $fault ->
    [length] a digit is missing or too many; it has 18, in its old form 15
    [region] no province has its first two digits
    [birth_date] its digits 7 to 14 are no day of birth
   *[checksum] its last character does not follow from the others, so one of them is wrong
 }. Compare it with the document.
person-id-number-contradicts = The { $field } was stated as { $stated }, but the identity number says { $told }. Correct whichever is wrong.

## Access

access-unauthenticated = You are not logged in, or the session has ended. Please log in again.
access-wrong-password = The user name or the password is wrong.
access-locked-out = Too many failed attempts. Try again after { $retry_at }.
access-busy = Too many people are logging in at this moment. Try again after { $retry_at }.
access-forbidden = Your post does not allow this: { $action }. Ask the level above for the right if you need it.
access-password-due = Somebody else has set this password. Please change it before you go on.
access-password-unchanged = The new password is the old one. Please choose another.
access-code-needed = A code of your second factor is needed besides the password.
access-wrong-code = The code is wrong, too old, or was used already. Wait for the next one and try again.
access-second-factor-due = Your role asks for a second factor. Please set one up before you go on.
access-second-factor-active = A second factor is set up already. Take it away first.
access-own-session-only = Only the user himself may do this after logging in, not a program with a key.
access-no-provider = There is no log-in through an identity provider here. Please log in with your password.
access-provider-unavailable = The identity provider does not answer as it should. Please try again in a moment; if it lasts, tell whoever runs this installation.
access-sign-in-refused = This log-in through the identity provider cannot be completed. Please begin again.
access-not-admitted = The identity provider knows you, but does not admit you to this installation. Ask your office to have you added.
access-no-account = The identity provider knows you, but no account in use here is linked to you. Ask your administrator.
access-password-not-used = Only administrators log in with a password here. Please log in through the identity provider.
access-sign-in-again = This takes a recent log-in. Please log in through the identity provider again and do it within ten minutes.
access-identity-taken = This identity is linked to another account already.
access-not-lendable = This cannot be lent to anybody: { $action }. Have an administrator give the post instead.
access-loan-ended = This delegation ({ $id }) has ended already.
access-glass-not-needed = You may see this record anyway; nothing need be opened.
access-glass-limit = You have opened { $max } records within a day, and no more are allowed. Try again after { $retry_at }, or ask the area that owns the record.
access-glass-ended = This opened sight ({ $id }) has ended already.
access-glass-reviewed = This opened sight ({ $id }) was reviewed already.
access-glass-own-review = What you have opened yourself must be reviewed by somebody else.

## System

installation-wrong-mode = This installation is in “{ $mode }” mode and refuses the command. Drill commands run only on a drill installation, live commands only on a live one.
clock-backwards = The business clock ran back to { $asked } and is held at { $held }. Check the time of the host.
store-newer-version = The database has version { $database }, newer than this program ({ $program }). Upgrade the program before starting.
store-locked = The database { $path } is in use by a running server. Work through that server, or stop it first.
store-rebuilding = The tables are being derived from the journal, or that was broken off. Wait until it is done, or run fenghuo admin rebuild again.
store-restoring = A restore into this database has begun and not ended, so it holds only a part. Run fenghuo admin restore again; it begins anew.
store-older-version = The database has version { $database }, older than this program ({ $program }). Back it up with the program that runs on it, or start this program once to upgrade it.
store-not-empty = The database is not empty: { $table } holds { $rows } rows. Restore and copy go only into an empty database; name a new data folder or database.
law-under-hold = The data of { $id } are under a legal hold and may not be erased. Release the hold first.
config-unreadable = The configuration cannot be read: { $detail }.
config-unknown-key = There is no setting “{ $key }”. Did you mean “{ $nearest }”?
config-given-twice = The setting “{ $key }” is given a second time by “{ $other }”. Keep one of them.
config-misplaced = The file in the data folder cannot set “{ $key }”. Name the configuration file by --config, or the folder by --data.
backup-unreadable = { $fault ->
    [not_a_backup] This file is not a backup of Fenghuo.
    [truncated] The backup is cut short: it ends after { $byte } bytes of its content (table { $table }, after row { $row }). Use another copy.
    [trailing] Something follows the end of the backup, after { $byte } bytes of its content. It was altered; use another copy.
   *[altered] The backup was altered or damaged: what begins at byte { $byte } of its content does not fit (table { $table }, after row { $row }). Use another copy.
}
backup-newer-version = The backup was made by a later program ({ $made_by }, version { $backup } of the tables; this program has { $program }). Upgrade the program, then restore.
backup-locked = The backup is encrypted, and this passphrase or key does not open it.
backup-exists = { $path } is there already. Name another file; nothing is written over.
backup-keys-in-the-open = A backup with the key ring must be encrypted. Add --encrypt, --passphrase-file or --recipient, or leave --with-keys out and keep the key file elsewhere.
backup-unreachable = { $path } cannot be read or written: { $detail }
store-disk-full = The disk is full; nothing was recorded. Free some space and submit again.
store-unavailable = The database cannot be reached or failed; nothing was recorded. Try again later, and call the administrator if it persists.
store-inconsistent = What is stored contradicts itself: { $detail }. Run fenghuo admin verify and call the administrator.
journal-chain-broken = The journal chain of { $writer } is broken at entry { $seq }: { $detail }. Stop writing, keep everything as it is, and compare with a backup.
audit-chain-broken = The audit chain of { $writer } is broken at entry { $seq }: { $detail }. Somebody or something has changed the audit itself: keep everything as it is, and compare with a backup.
keys-missing = The keys of personal data are not available or fail their check: { $detail }. Restore the key file and try again.
internal = Something failed on our side; the operation was not completed. Try again later, and call the administrator if it persists.

## Protocols

protocol-unreadable = The protocol file cannot be read: { $detail }. Correct its form.
protocol-unknown-field = Protocol files have no such field: { $detail }. Check the spelling.
protocol-loop = These rules form a circle: { $path }. Break it at one place.
protocol-unknown-reference = No file defines the { $kind } “{ $value }”. Correct the name or add the definition.
protocol-duplicate-rule = The rule id { $rule } is used twice. Give one of the rules another id.
protocol-overlay-clash = Two overlays of equal rank change rule { $rule }: { $first } and { $second }. Keep only one.
protocol-missing-basis = The overlay adds rule { $rule } without a basis. State the basis.
protocol-incomplete-rule = Rule { $rule } lacks { $field }. Every rule states its requirement, source and confidence.
protocol-invalid-regime = The regime “{ $value }” cannot be read: { $detail }. A correct one looks like C7@1,2,3,5,7 M3@3.
protocol-ambiguous-notation = “{ $value }” has several meanings. { $question }
protocol-example-failed = Example { $example } does not hold: expected { $expected }, got { $got }. Check the rule or the example.
protocol-not-in-force = No protocol of “{ $disease }” is in force in { $area } on { $at }. Check the date, or load a protocol first.
condition-syntax = The condition has a syntax error: { $detail }.
condition-unknown-name = The condition uses a name that does not exist: “{ $name }”. Known names: { $known }.
condition-undeclared-need = The condition uses “{ $name }”, which the rule does not list under needs. Add it.
condition-wrong-type = Types do not fit in the condition: found { $found }, expected { $expected }.
condition-too-large = The condition is beyond a limit: { $limit } at most { $max }. Split it into several rules.
condition-failed = The condition of rule { $rule } failed while it ran: { $detail }. Tell the keepers of the protocol.

## Work

exposure-self-link = Number { $id } is linked to itself. Correct the infector.
exposure-cycle = The chain of transmission closes on itself: { $chain }. Nobody is infected by his own contact; correct one of the infectors.
exposure-impossible = { $infector } fell ill too long after { $infected } to be the source. Check the dates of onset of both.
case-wrong-state = The case is not in a state that allows this: { $detail }.
case-reason-missing = A classification by hand needs a reason. Please state it.
order-incomplete = The quarantine order lacks its { $field }. An order without basis, reason and end cannot exist; please fill it in.
order-mismatch = The { $field } { $id } that the order names does not fit it: { $fault ->
    [person] it is about somebody else
    [disease] it is of another disease
    [ended] it no longer stands
    [class] its class asks for a stricter order. Lift this one and issue another, or name the stricter regime
    [end] its own regime ends after the order. Name a later day 0, or issue an order of its own
   *[case] it is neither the contact’s case nor the person’s
  }.
order-forbidden = The order offends the nine must-nots, { $rule }: { $text }. Withdraw or change it.
order-add-on = The measure goes beyond the protocol in force (rule { $rule }, beyond: { $beyond }) without an approved reason: it is an add-on. Follow the protocol, or have it approved by the level above.
order-wrong-state = The quarantine order is “{ $state }”; it does not allow this: { $action }.
order-not-releasable = The conditions of release are not met (rule { $rule }): { $detail }.
notice-not-good = This link or code opens nothing: it is unknown, over, revoked or locked, or what was asked for besides does not fit. Check what stands on the paper, or ask the office that gave it to you.
notice-nothing-besides = The { $field } of the person is not recorded, so a code could ask for nothing besides. Choose the other one, record it first, or give a link.
notice-too-many = { $max } links and codes of this order are good already. Revoke some that nobody needs.
fact-not-withdrawable = A fact of this kind ({ $kind }) cannot be withdrawn. Correct it in its own way: lift the order, retract the exposure, set the class anew.
fact-withdrawn-already = The fact { $id } has been withdrawn already.
obligation-closed = The obligation is closed already (“{ $state }”) and cannot be closed again.
obligation-reason-missing = Waiving an obligation needs a reason. Please state it.
obligation-no-holder = No unit has the role “{ $role }” in { $area } or anywhere above it. Register such a unit first.
handover-wrong-state = The hand-over is “{ $state }” and does not allow this: { $action }.
handover-offered-already = { $id } is offered to somebody already, by hand-over { $handover }. Wait for the answer or withdraw that offer.
handover-out-of-area = The unit { $unit } does not serve the area to which { $id } belongs.
handover-same-holder = { $id } is held by that unit, post or person already.
handover-nothing-open = Nothing of what was offered is open any more.
problem-verifier-is-executor = The unit that rectified may not verify its own work. Let another unit verify it.
problem-wrong-state = The problem is “{ $state }”; it does not allow this: { $action }.
task-wrong-state = The task is “{ $state }”; it does not allow this: { $action }.
task-not-yours = This is for the unit { $unit } to do. Act for that unit, or ask it.
task-nobody-answers = Nobody holds a post in the unit { $unit }, so nobody would answer for the task. Give somebody a post there, or name another unit.
task-not-of-unit = { $user } holds no post in the unit { $unit } (field { $field }). Name somebody of that unit.
task-open-subtasks = { $open } parts of this task are not done. Have them signed off or cancelled first.
directive-no-assessment = No judgement of the situation in { $area } holds now. Record one, and name it in the directive.
directive-outranked = A directive for { $issued } is not replaced by one for { $area }: only its own headquarters or a higher one may.
directive-wrong-state = The directive is “{ $state }”; it holds no more.
directive-not-delivered = The upper directive was not delivered to a unit of { $area }, so it cannot be relayed from there. Enter it as a directive from outside.
posture-same = It is “{ $state }” already; there is nothing to change.
duty-wrong-state = This is “{ $state }”; it does not allow this: { $action }.
duty-substitute-away = { $user } cannot stand in: that is whoever leaves, or somebody who is away then. Name somebody else.
duty-stands-in = You stand in for somebody from { $from } to { $to }. Let somebody else stand in for him first, or leave at another time.
duty-roster-gaps = The roster has { $gaps } gaps. The first: nobody is at the post { $post } from { $from } to { $to }. Fill them, then approve it.
duty-own-leave = Nobody decides about an absence of his own, or one in which he stands in. Let somebody else decide.
report-wrong-state = The report is “{ $state }”; it cannot be sent now.
report-unexplained = { $figure }: { $said } is said, and { $counted } is on record or was told before. Say why, or correct the records.
bulletin-wrong-state = The bulletin is “{ $state }”; it does not allow this: { $action }.
bulletin-same-person = You have approved this bulletin. The second approval is somebody else’s.
bulletin-figures-differ = { $figure }: the bulletin says { $said }, the records of that moment say { $counted }. Draft it anew.
bulletin-names-somebody = The { $field } holds what looks like a telephone or an identity number. Nobody is named in a bulletin.
duty-shift-overlap = Shifts of one post overlap from { $from } to { $to }. Change the roster.

## Jobs and files

job-ended = The job is { $state } already; there is nothing to stop.
job-cancelled = The job was cancelled before it was done.
job-interrupted = The server stopped while the job was running, and a job of this kind is not taken up again. Start it once more.
file-incomplete = The file { $id } is not whole: it was not sent or made to its end. Send or make it again.

## Import

import-unknown-column = The mapping takes the { $field } from the column “{ $column }”, which the file does not have. Correct the mapping or the heading.
import-unreadable = The file cannot be read as told: { $detail }. Check its form.
import-refused = { $rows } rows were refused; nothing was taken in. Correct the refused rows and import again.
import-unknown-link = The infector “{ $value }” is neither in the file nor in the database. Correct the number, or import that case first.
import-duplicate-number = The case number “{ $value }” appears twice, first in row { $first_row }. Check the numbers.
import-encoding = The file reads as { $encoding }, but not at byte { $byte }. Save it in one encoding, “CSV UTF-8” for example, or name the right one.
import-mixed-encodings = The file reads as { $encoding }, but holds a piece of UTF-8 at byte { $byte }. Save it in one encoding; if it is right as it is, name its encoding.
import-nul-byte = The file holds a NUL byte and is damaged or no text. Export it again.
import-unclosed-quote = A quote opened in this row is never closed. Close it, or double it if it belongs to the text.
import-unsupported-format = This is not a table that can be read ({ $format }). Save it as XLSX, CSV or JSON.
import-unsupported-kind = Rows of the kind “{ $kind }” cannot be imported. Cases, contacts, exposures and event participants can.
import-unknown-sheet = The workbook has no sheet “{ $sheet }”. It has: { $known }.
import-zip-bomb = The file unfolds to more than { $max } and is not read. Save it again with a spreadsheet program, or as CSV.
import-too-many-columns = The table has more than { $max } columns. Check the separator, or leave out columns.
import-row-too-long = This row has more than { $max } bytes. Look for a quote that is not closed.
import-empty = The file has no heading or no rows. Check that it is the right file.
import-too-many-rows = The file has more than { $max } rows. Import it in several files.
import-row-length = This row has { $found } cells, the heading has { $expected }. Look for surplus or missing separators and quotes.
import-unknown-field = Line lists have no field “{ $field }”. Known fields: { $known }.
import-duplicate-column = The heading “{ $column }” appears twice. Rename one of the columns.
import-wrong-state = This import is { $state }: only one that has ended and was not taken back can be taken back.

# Bulletins
bulletin-empty = Nothing stands in the bulletin. Paste its whole text.
bulletin-too-long = The bulletin has { $length } bytes; at most { $max } are read. Paste one bulletin, without the rest of the site.
bulletin-not-chinese = The text is hardly Chinese: bulletins are read in Chinese, in simplified or traditional characters.
bulletin-only-spam = The text holds advertisements and no bulletin. Copy the article itself.
bulletin-no-meeting = No sentence of a meeting was found. Paste the bulletin from its heading to the last sentence.
bulletin-cut = The text breaks off in “{ $said }”. Paste the rest, or have it read without this sentence.
