# What the command line prints.

cli-error = Error: { $text }
cli-done = Done.
cli-none = No records.
cli-next-page = There is more; continue with --after { $cursor }
cli-rows = { $count } { $count ->
    [1] row
   *[other] rows
}

## Installation

cli-no-runtime = The program cannot start: { $detail }
cli-no-installation = There is no installation in { $path }. Run fenghuo admin init first, or name the data folder with --data.
cli-keys-open = Warning: the key file { $path } can be read by other users; make it 0600.
cli-unreadable = Cannot read { $path }: { $detail }
cli-unwritable = Cannot write { $path }: { $detail }
cli-init-done = The installation stands in { $path }, with { $areas } areas. Its key file lies in the same folder: keep a copy elsewhere.
cli-init-next = Next: fenghuo admin posts AREA; fenghuo admin user LOGIN --post AREA:ROLE --role ROLE; fenghuo serve
cli-user-done = User { $login } is set up as { $role }.
cli-user-known = User { $login } is known and holds the post as { $role }; the password stays. To set it: fenghuo admin password { $login }
cli-user-barred = (barred)
cli-identity-linked = User { $login } logs in through the identity provider from now on; all sessions have ended.
cli-identity-unlinked = User { $login } is linked to no identity any more; all sessions have ended.
cli-second-factor-required = These roles ask for a second factor: { $roles }
cli-second-factor-reset = User { $login } has no second factor any more; all sessions have ended.
cli-password-done = User { $login } has a new password; all sessions have ended.
cli-unknown-post = There is no post “{ $value }”. See fenghuo admin posts; write AREA:ROLE or AREA:ROLE:POST.
cli-password = Password (at least 10 characters):{" "}
cli-password-again = Once more:{" "}
cli-passwords-differ = The two passwords differ.
cli-no-password = No password could be read: { $detail }
cli-verify-sound = The journal is whole: { $facts } facts.
cli-verify-head = Writer { $writer }: entry { $seq }, { $hash }
cli-verify-audit = The audit is whole: { $entries } entries.
cli-rebuild = Rebuilding
cli-key-rotate = Rewrapping
cli-key-rotated = Key { $number } is the current one; { $count } things are closed by it now.
cli-key-next = Put a copy of the key file where the old one is kept. The old keys stay in it until fenghuo admin key rotate --retire; backups of before need them for ever.
cli-key-retired = { $count ->
    [0] No key could be dropped: key { $number } is the only one.
   *[other] Dropped from the key file: { $retired }. Key { $number } stays. Keep the old file for the backups of before.
}
cli-key-needed = Key { $number } is still needed: by it the answers of { $commands } commands are known again. They go with their period (fenghuo admin purge); nothing was dropped.
cli-reindex-done = { $persons } persons are filed in the search index.
cli-rebuild-done = All derived tables stand again, from { $facts } facts.
cli-backup = Backing up
cli-backup-check = Reading back
cli-backup-done = The backup stands in { $path }: { $rows } rows, read back and sound.
cli-backup-sound = { $path } is whole: { $rows } rows.
cli-backup-without-keys = The key ring is not in it. Keep a copy of the key file in another place: without it nobody can read a name in this backup.
cli-backup-with-keys = The key ring is in it. Whoever has file and passphrase can read everything: keep them apart.
cli-restore = Restoring
cli-restore-done = { $path } is restored: { $rows } rows, compared and verified. All sessions have ended. Persons erased since the backup was made are back: fenghuo admin erase-again, with their certificates or the list of fenghuo admin erased.
cli-restore-keys = There is no key ring in { $path }. Put the key file of this installation there before the server starts.
cli-restore-other-keys = { $path } is another key ring than the one in the backup. Move it away, or name another data folder.
cli-copy = Copying
cli-copy-done = The copy is complete: { $rows } rows, compared row by row. Use only one of the two databases from now on.
cli-passphrase = Passphrase:{" "}
cli-passphrase-empty = An empty passphrase locks nothing.
cli-config-sound = { $path } is sound.
cli-config-sound-no-file = There is no configuration file; flags and environment are sound.
cli-origin-unset = not set
cli-origin-usual = usual
cli-origin-flag = command line
cli-origin-environment = environment
cli-origin-file = file

## Server

cli-serving = Listening at { $address }
cli-not-loopback = WARNING: { $address } is not a loopback address. Other machines can reach it, and nothing is encrypted on the way. Put an encrypting proxy before it, or use 127.0.0.1.
cli-cannot-listen = Cannot listen at { $address }: { $detail }. Choose another address with --listen.
cli-metrics = Metrics at { $address }
cli-stopped = Stopped; everything is on the disk.

## Records

cli-token-missing = A server wants a session token: --token or FENGHUO_TOKEN.
cli-no-answer = No answer: { $detail }
cli-no-such = There is no “{ $value }”, or it lies outside your areas.
cli-importing = Taking in { $file }
cli-import-mappings = Give one --mapping for each file, in the same order, or none at all.
cli-import-questions = { $file } leaves questions open. Write the mapping with “fenghuo imports guess”, answer them there, and name it with --mapping.
    { $questions }
cli-ask-disease = Which disease are the rows of? (--disease, or disease = "…" in the mapping)
cli-ask-number = No column numbers the rows: they are numbered by their place in the file.
cli-ask-area = No column tells the area: name it with --area.
cli-ask-day = No column tells a day of onset, rash, confirmation or report.
cli-ask-date-order = In which order stand the dates of “{ $heading }”: { $forms }?
cli-ask-values = What do these values of “{ $heading }” mean: { $values }?
cli-ask-codes = “{ $heading }”: are the codes understood rightly? { $meanings }
cli-import-checking = checking
cli-import-recording = recording
cli-import-linking = linking
cli-import-progress = { $what } { $percent } %
cli-import-done = { $rows } rows: { $new } new, { $kept } known before (of those { $changed } changed, { $status_changes } in their class), { $rejected } refused, { $missing } of the list not in the file, { $links } links.
cli-import-checked = Only checked; nothing was recorded. { $rows } rows: { $new } new, { $kept } known before (of those { $changed } changed, { $status_changes } in their class), { $rejected } refused, { $missing } of the list not in the file, { $links } links.
cli-import-unlisted = { $unlisted_links } links have an end that no row lists ({ $unlisted_ends } ends, { $unlisted_numbers } different numbers); none was invented.
cli-import-job-moves = { $done } ‰ done
cli-import-fault = { $file }, row { $row }, { $field }: { $code }
cli-import-see-rejected = Name a folder with --rejected to get the refused rows with their reasons.
cli-import-undo = To take it back: fenghuo imports undo { $id } --reason …
cli-import-undone = { $taken } facts taken back; { $stayed } cases stay because somebody has worked on them since.
cli-areas-imported = { $founded } new areas, { $renamed } renamed, { $moved } moved, { $abolished } ended, { $unchanged } as they were; { $missing } not in the table.
cli-areas-checked = Only checked; nothing was recorded. { $founded } new areas, { $renamed } renamed, { $moved } moved, { $abolished } ended, { $unchanged } as they were; { $missing } not in the table.
cli-areas-changed = The change is recorded.
cli-areas-from = { $on }: from { $code } ({ $kind })
cli-areas-to = { $on }: to { $code } ({ $kind })
cli-places-taken = { $rows } taken in.
cli-places-checked = Only checked; nothing was taken in. { $rows } are sound.
cli-exported = Written: { $path }
cli-job-moves = { $done } rows so far
cli-chains = Cases { $cases }; chains { $components }; generations { $generations }; without a known source { $unlinked }; most offspring: case { $number }, { $offspring }

## Rule book

cli-overlay = overlay
cli-add-on = {" "}(add-on: not approved)
cli-check = { $files } files, { $examples } examples, { $failed } do not hold.
cli-check-failed = Some examples do not hold.
cli-diff = { $count } rules differ, { $stricter } of them stricter (▲).
cli-notation = “{ $text }”: { $edition }; { $title } ({ $regime }, { $form }, { $days } days)
cli-trial = { $edition }, looked at { $now }: { $class }
cli-trial-no-class = no case
cli-trial-contact = Meeting { $number }: { $class } ({ $rule })
cli-trial-plan = Meeting { $number }: { $form } by { $rule }, { $from } to { $until }

## Wrong usage

cli-usage-unknown-argument = There is no option “{ $what }”.
cli-usage-unknown-command = There is no command “{ $what }”.
cli-usage-missing-argument = Missing: { $what }.
cli-usage-missing-command = Say what to do.
cli-usage-missing-value = “{ $what }” wants a value.
cli-usage-invalid-value = “{ $what }” cannot be “{ $value }”.
cli-usage-invalid-choice = “{ $what }” cannot be “{ $value }”; choose from: { $valid }.
cli-usage-other = The command line is wrong.
cli-usage-hint = See fenghuo --help (every command has --help).

## Headings of tables

cli-head-finding = finding
cli-head-kind = kind
cli-head-days = days
cli-head-before = recorded before
cli-head-purged = purged
cli-head-held = held
cli-head-setting = setting
cli-head-value = value
cli-head-origin = from
cli-head-post = post
cli-head-name = name
cli-head-code = code
cli-head-level = level
cli-head-parent = above
cli-head-login = Login
cli-head-posts = Posts
cli-head-id = id
cli-head-number = number
cli-head-classification = class
cli-head-class = class
cli-head-state = state
cli-head-count = count
cli-head-onset = onset
cli-head-area = area
cli-head-disease = disease
cli-head-edition = edition
cli-head-from = from
cli-head-until = until
cli-head-overlay = kind
cli-head-confidence = confidence
cli-head-title = title
cli-head-section = kind
cli-head-rule = rule
cli-head-file = file
cli-head-task = task
cli-head-party = party
cli-head-order-of = order
cli-head-last-exposure = last exposure
cli-head-case = case
cli-head-due = due
cli-head-duty = duty
cli-head-measure = measure
cli-head-regime = regime
cli-head-form = form
cli-head-basis = basis
cli-head-to = to
cli-head-note = note
cli-head-ground = ground
cli-head-job = job
cli-head-done = done
cli-head-total = of
cli-head-submitted = asked for
cli-head-at = at
cli-head-action = action
cli-head-user = user
cli-head-purpose = purpose
cli-head-route = address
cli-head-generation = generation
cli-head-offspring = offspring
cli-head-started = started
cli-head-list = list
cli-head-rows = rows

## Words: kinds of rules, changes, where contacts and cases stand

standing-determined = determined
standing-reached = reached
standing-under-order = under order
standing-released = released
standing-became-case = became a case
standing-retracted = retracted
care-open = open
care-isolated = isolated
care-admitted = admitted
care-ended = ended
care-withdrawn = withdrawn
import-running = running
import-done = done
import-broken-off = broken off
import-cancelled = cancelled
import-undone = undone

## Help

help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-options = Options
help-heading-arguments = Arguments
help-after = Environment: FENGHUO_CONFIG, FENGHUO_DATA, FENGHUO_DATABASE, FENGHUO_LISTEN, FENGHUO_SERVER, FENGHUO_TOKEN, FENGHUO_LANG, FENGHUO_LOG. Data goes to stdout, everything else to stderr; exit codes: 0 done, 1 refused or failed, 2 wrong usage.
help-fenghuo = Fenghuo: the command platform of an outbreak. Every fact opens a loop, and no loop stays open unseen.
help-fenghuo-serve = Run the server: the interface and the timers
help-fenghuo-import = Take in files of a list: cases, contacts, links, participants (CSV, TSV, XLSX, JSON)
help-fenghuo-imports = Imports and mappings
help-fenghuo-imports-list = List imports, newest first
help-fenghuo-imports-undo = Take an import back
help-fenghuo-imports-guess = Guess how a file is to be read and print the mapping
help-fenghuo-export = Write records into files: cases, contacts, exposures, orders, obligations, tests, visits, chains
help-fenghuo-cases = Cases
help-fenghuo-cases-list = List cases, newest first
help-fenghuo-cases-show = Show a case with all that hangs on it
help-fenghuo-contacts = Contacts
help-fenghuo-contacts-list = List contacts, newest first
help-fenghuo-obligations = Obligations
help-fenghuo-obligations-list = List obligations, those due first at the head
help-fenghuo-obligations-counts = Count them by state
help-fenghuo-tasks = Tasks of directives
help-fenghuo-tasks-list = List tasks, newest first
help-fenghuo-orders = Orders
help-fenghuo-orders-list = List orders, newest first
help-fenghuo-orders-show = Show an order with its schedule
help-fenghuo-chains = Chains of transmission
help-fenghuo-chains-show = The chain of a case
help-fenghuo-chains-summary = All chains of a disease
help-fenghuo-handovers = Duties handed over to others and by others
help-fenghuo-handovers-list = List offers to and from one's unit, newest first
help-fenghuo-handovers-show = Show an offer with what is in it
help-fenghuo-handovers-accept = Take over what is offered
help-fenghuo-handovers-reject = Reject what is offered
help-fenghuo-handovers-reject-reason = Why
help-fenghuo-break-glass = Records that were opened in an emergency, for those who review it
help-fenghuo-break-glass-list = List them, newest first
help-fenghuo-break-glass-review = Say whether it was right
help-fenghuo-jobs = Long work: imports, exports and the like
help-fenghuo-jobs-list = List jobs, newest first
help-fenghuo-jobs-show = Show a job with its files
help-fenghuo-jobs-cancel = Ask a job to stop
help-fenghuo-areas = The division tree: list it, see it through time, change it
help-fenghuo-areas-list = List areas, as they are or as they were on a day
help-fenghuo-areas-history = Show every version of an area, what it came from and what it became
help-fenghuo-areas-change = Record a change by a document, from a JSON file (the body of POST /areas/change)
help-fenghuo-areas-import = Take in a table of areas; what differs from the tree becomes a change
help-fenghuo-areas-boundaries = Take in boundaries from GeoJSON
help-fenghuo-areas-population = Take in who lives where, by age and sex, from a table
help-fenghuo-audit = Who looked, searched, took records away, was refused, logged in, changed accounts or settings
help-fenghuo-audit-person = What befell this person: looks at him, his cases, contacts and orders, lists and exports that named him
help-fenghuo-audit-user = By this user
help-fenghuo-audit-subject = About this thing
help-fenghuo-audit-kind = look, list, search, export, denial, log_in, log_in_failed, log_out, account, grant, api_key, setting, break_glass or notice
help-fenghuo-audit-action = With this action, for example case.read
help-fenghuo-audit-route = Denials at this address, for example “GET /api/v1/cases/{"{"}id{"}"}”
help-fenghuo-audit-from = At or after this moment (RFC 3339)
help-fenghuo-audit-until = Before this moment (RFC 3339)
help-fenghuo-protocol = The rule book; needs no database
help-fenghuo-protocol-list = List editions and overlays
help-fenghuo-protocol-check = Check protocol files and run their examples
help-fenghuo-protocol-show = Show the rules of an edition
help-fenghuo-protocol-diff = Compare two editions; marks what is stricter
help-fenghuo-protocol-read-notation = Read a short form such as 14+2
help-fenghuo-protocol-try = Tell what would follow from facts that are only stated; nothing is recorded
help-fenghuo-protocol-try-file = The facts, as TOML: disease, area, edition?, now?, facts, exposures
help-fenghuo-admin = Set up and maintain
help-fenghuo-admin-init = Make an installation: folder, keys, areas, units and posts
help-fenghuo-admin-password = Set a user's password and end all sessions; the password is read from the terminal or stdin
help-fenghuo-admin-user = Make a user at a post; the password is read from the terminal or stdin
help-fenghuo-admin-posts = List posts
help-fenghuo-admin-users = List users with their posts in an area and below
help-fenghuo-admin-identity = Who a user is to the identity provider
help-fenghuo-admin-identity-link = Link a user to an identity at the provider that is set up
help-fenghuo-admin-identity-link-subject = The provider's own name for the user (sub)
help-fenghuo-admin-identity-unlink = Part a user from the identity
help-fenghuo-admin-second-factor = The second factor of log-ins
help-fenghuo-admin-second-factor-require = Name the roles that ask for a second factor (none: no role does)
help-fenghuo-admin-second-factor-reset = Take the second factor from a user who has lost device and recovery codes
help-fenghuo-admin-verify = Prove that nobody rewrote the journal
help-fenghuo-admin-key = The key ring of personal values
help-fenghuo-admin-key-rotate = Make a new key the current one and close everything under it
help-fenghuo-admin-key-rotate-retire = Make no key, but drop those that nothing needs any more
help-fenghuo-admin-reindex = File everybody in the search index again
help-fenghuo-admin-rebuild = Derive all tables from the journal again
help-fenghuo-admin-backup = Back up the installation into one file, while the server may go on working
help-fenghuo-admin-backup-file = The file to write
help-fenghuo-admin-restore = Restore a backup into an empty installation
help-fenghuo-admin-restore-file = The backup
help-fenghuo-admin-erased = List who has been erased, by id, as JSON: keep it beside the backups
help-fenghuo-admin-erase-again = Erase again whom a list or a certificate names, after a restore has brought them back
help-fenghuo-admin-erase-again-file = The list (admin erased) or the certificate (admin purge --json)
help-fenghuo-admin-purge = Erase what is older than its period, but for what a hold keeps, with a certificate
help-fenghuo-admin-purge-dry-run = Only tell what would go; erase nothing
help-fenghuo-admin-copy-database = Copy one database into another, empty one (SQLite or PostgreSQL)
help-fenghuo-admin-copy-database-from = The database to read (sqlite:… or postgres://…)
help-fenghuo-admin-copy-database-to = The empty database to fill
help-fenghuo-openapi = Print the OpenAPI document of the interface
help-fenghuo-demo = Show a whole outbreak, then serve it on loopback
help-arg-lang = Language: zh-CN or en (by default the terminal's)
help-fenghuo-doctor = Say whether all is well and what to do; exit codes: 0 all is well, 1 faults, 3 warnings only
help-fenghuo-config = The configuration
help-fenghuo-config-check = Check file, environment and flags, and tell every fault
help-fenghuo-config-show = Show every setting, its value (secrets masked) and where it came from
help-arg-config-file = Configuration file (fenghuo.toml in the data folder unless said)
help-arg-json = Answer as JSON
help-arg-help = Show help
help-arg-version = Show the version
help-arg-data = Data folder (data unless said; data-demo for the demo)
help-arg-database = Database (unless said, an SQLite file in the data folder)
help-arg-listen = Address to listen at (127.0.0.1:7140 unless said; port 0 for any)
help-arg-server = A running server; without it the database is opened
help-arg-token = Session token for the server
help-arg-disease = Disease key, such as covid19
help-arg-edition = Edition key, such as 9th
help-arg-area = Area code
help-arg-status = State
help-arg-as-of = What was known by this moment (RFC 3339)
help-arg-limit = Rows, 1 to 500 (50 unless said)
help-arg-after = Cursor given by the page before
help-arg-id = Id, or number of a case
help-arg-file = The file
help-arg-within = Area code: this area and all below it
help-arg-level = country, province, prefecture, county, township or village
help-arg-on = A day (YYYY-MM-DD)
help-arg-code = Area code
help-arg-document = The document by which the changes take effect
help-arg-complete = Areas that the table does not name, below those that it does, have ended
help-fenghuo-areas-import-file = Table (CSV): code, parent, level, name_zh, name_en and perhaps zone
help-fenghuo-areas-import-zone = Time zone of new areas (that of the area above unless said)
help-fenghuo-areas-change-file = The change (JSON)
help-fenghuo-areas-boundaries-file = GeoJSON: a FeatureCollection of polygons in WGS 84
help-fenghuo-areas-population-file = Table (CSV): code, counted_on, sex, age_from, age_to, persons, source
help-arg-origin = Where the boundaries come from
help-arg-property = Property that holds the code of the area (code unless said)
help-arg-files = Files or a folder; the shipped ones when absent
help-arg-mapping = Mapping file of each file, in the same order (guessed without)
help-arg-list = Name of the list (the first file's unless said)
help-arg-history = What happened long ago: record it, owe nothing
help-arg-leave-out = Take in the sound rows although others are refused
help-arg-rejected = Folder for refused rows, to mend and send again
help-arg-kinds = Kinds of record, a file each
help-arg-purpose = What the records are for; it stands in the audit and beside the files
help-arg-format = csv, xlsx, json or ndjson (csv unless said); graphml for chains
help-arg-identified = Name persons; otherwise ids are pseudonyms, ages bands and areas counties
help-arg-fields = Fields wanted of one kind, joined by commas; all unless said
help-arg-bom = Begin a CSV with the mark of UTF-8
help-arg-out = Folder for the files (the present one unless said)
help-arg-classification = Cases of this classification
help-arg-class = Contacts of this class
help-arg-dry-run = Only check; record nothing
help-arg-from = The first edition
help-arg-to = The second edition
help-arg-from-area = With the overlays of this area in the first
help-arg-to-area = With the overlays of this area in the second
help-arg-text = The short form
help-arg-drill = Make it a drill that starts at this moment (RFC 3339)
help-arg-divisions = Division table (CSV), or names of shipped ones with commas between: shanxi, heilongjiang, jilin, hubei, all (shanxi unless said)
help-arg-zone = Time zone (Asia/Shanghai unless said)
help-arg-login = Name to log in with
help-arg-post = The post: its id, or AREA:ROLE[:POST]
help-arg-role = What the user is there, such as epidemiologist or commander
help-arg-name = Name to show
help-fenghuo-admin-user-diseases = Only for this disease; may be given several times
help-arg-until = The role ends by itself at this moment (RFC 3339)
help-arg-must-change = The user must change the password at the next log-in
help-arg-roles = Roles, such as administrator or epidemiologist
help-arg-scenario = drill (in a county of Shanxi) or hagelloch (measles, 1861)
help-arg-port = Port on loopback (any unless said)
help-arg-no-serve = End after the replay; do not serve
help-arg-seed = Seed of the drill
help-arg-encrypt = Encrypt it by a passphrase, read from the terminal or stdin
help-arg-passphrase-file = File whose first line is the passphrase
help-arg-recipient = Encrypt it to this public key (age1…); may be given several times
help-arg-with-keys = Put the key ring into it as well; only when it is encrypted
help-arg-identity = File with the secret key (AGE-SECRET-KEY-1…)
help-arg-check = Only read it through and say what is in it
help-arg-whole-area = All of the areas whose duty one manages, not of one's own unit alone
help-arg-to-review = Only those that nobody has reviewed
help-arg-finding = justified or unjustified
help-arg-note = What the reviewer says

# A bulletin
cli-bulletin-meeting =
    { $name }
    Date: { $date }
    Area: { $place }
    Chair: { $chair }
cli-bulletin-unsaid = not said
cli-bulletin-itself = the meeting
cli-bulletin-doubt = To check: { $text }
cli-bulletin-changes = { $changes ->
    [one] One change was made to the text; --json tells it.
   *[other] { $changes } changes were made to the text; --json tells each.
}
cli-head-draft = No.
cli-head-demand = What is to be done
cli-head-mechanisms = Mechanisms
cli-head-speaker = Speaker
cli-head-clock = Clock
cli-head-line = Line
help-fenghuo-text = Read texts
help-fenghuo-text-bulletin = Read a bulletin of a command meeting: the meeting, and drafts of directives with their passages; nothing is recorded
help-fenghuo-text-bulletin-file = The bulletin as text (UTF-8, UTF-16 or GB18030); - reads standard input
help-fenghuo-text-bulletin-cut = Read it without its last sentence where that breaks off
