# Words for states, classes, kinds of fact, roles and so on. Id = group, dash, code (underscores as dashes).

## state
state-open = open
state-warned = warned
state-overdue = overdue
state-met = met
state-met-late = met late
state-waived = waived
state-void = void
state-held = held
state-handed-over = handed over
state-discharged = discharged
state-issued = issued
state-active = in force
state-running = in force
state-amended = amended
state-lifted = lifted
state-released = released
state-appealed = under appeal
state-proposed = proposed
state-ended = ended
state-closed = closed
state-listed = listed
state-submitted = submitted
state-returned = returned
state-verified = verified
state-filled = filled
state-paused = paused

## mode
mode-live = live
mode-drill = drill

## jobstate
jobstate-queued = queued
jobstate-running = running
jobstate-done = done
jobstate-failed = failed
jobstate-cancelled = cancelled
audit-look = look
audit-list = list
audit-search = search
audit-export = export
audit-denial = denial
audit-log-in = log-in
audit-log-in-failed = failed log-in
audit-log-out = log-out
audit-account = account
audit-grant = role
audit-api-key = program key
audit-setting = setting
audit-break-glass = emergency access
audit-notice = notice of an order

## job
job-import = import
job-export = export

## classification
classification-suspected = suspected case
classification-probable = probable case
classification-confirmed = confirmed case
classification-asymptomatic = asymptomatic infected person
classification-discarded = discarded
classification-none = not classified

## class: of a contact
class-close = close contact
class-secondary = secondary contact
class-general = general contact
class-venue = person exposed at a venue
class-companion = time-space companion
class-none = not a contact

## severity
severity-mild = mild
severity-moderate = moderate
severity-severe = severe
severity-critical = critical

## problem severity
weight-minor = minor
weight-major = major
weight-critical = critical

## fact: kinds
fact-fever-seen = fever seen
fact-fever-reported = fever reported
fact-visit-disposed = visit disposed
fact-sample-taken = sample taken
fact-test-result = test result
fact-case-opened = case opened
fact-case-classified = case classified
fact-case-reported = case reported
fact-card-revised = case card revised
fact-investigation-done = investigation done
fact-case-assessed = case assessed
fact-severity-assessed = severity assessed
fact-treatment-planned = treatment planned
fact-case-isolated = case isolated
fact-case-admitted = case admitted
fact-case-ended = case ended
fact-case-revised = case revised by a newer list
fact-case-taken-over = case taken over
fact-contact-taken-over = contact taken over
fact-import-begun = import begun
fact-import-undone = import taken back
fact-exposure-recorded = exposure recorded
fact-exposure-retracted = exposure retracted
fact-contact-determined = contact determined
fact-contact-reclassified = contact reclassified
fact-contact-reached = contact reached
fact-contact-ended = contact ended
fact-order-issued = order issued
fact-order-amended = order amended
fact-isolation-started = isolation started
fact-order-lifted = order lifted
fact-order-released = order released
fact-order-appealed = order appealed
fact-appeal-decided = appeal decided
fact-order-change-proposed = change of order proposed
fact-check-done = health check done
fact-directive-issued = directive issued
fact-meeting-held = meeting held
fact-situation-assessed = situation assessed
fact-assessment-replaced = assessment replaced
fact-directive-superseded = directive superseded
fact-directive-withdrawn = directive withdrawn
fact-document-delivered = document delivered
fact-document-read = document read
fact-document-relayed = document relayed
fact-task-issued = task given
fact-task-received = task received
fact-task-extension-asked = extension asked for
fact-task-extended = task extended
fact-task-extension-refused = extension refused
fact-task-submitted = task submitted
fact-task-returned = task returned
fact-task-done = task signed off
fact-task-cancelled = task cancelled
fact-operating-state-set = operating state set
fact-policy-set = policy set
fact-task-force-required = task force asked for
fact-task-force-staffed = task force staffed
fact-task-force-dissolved = task force dissolved
fact-roll-called = roll called
fact-roll-answered = roll-call answered
fact-leave-asked = leave asked for
fact-leave-approved = leave approved
fact-leave-refused = leave refused
fact-leave-withdrawn = leave withdrawn
fact-major-event-reported = major event reported
fact-major-event-followed = major event followed
fact-major-event-closed = major event closed
fact-occasion-set = occasion announced
fact-roster-approved = roster approved
fact-shift-handed-over = shift handed over
fact-report-required = report asked for
fact-report-sent = report sent
fact-bulletin-drafted = bulletin drafted
fact-bulletin-approved = bulletin approved
fact-bulletin-released = bulletin released
fact-bulletin-corrected = bulletin corrected
fact-bulletin-withdrawn = bulletin withdrawn
fact-problem-listed = problem listed
fact-rectification-submitted = rectification submitted
fact-rectification-returned = rectification returned
fact-rectification-verified = rectification verified
fact-watch-required = watch required
fact-shift-rostered = shift rostered
fact-duty-gap-found = duty gap found
fact-duty-gap-filled = duty gap filled
fact-area-changed = area changed
fact-zone-set = zone set
fact-cluster-found = cluster found
fact-obligation-escalated = obligation escalated
fact-obligation-waived = obligation waived
fact-person-registered = person registered
fact-withdrawn = fact withdrawn
fact-erased = personal data erased
fact-household-formed = household formed
fact-household-joined = moved into a household
fact-household-left = moved out of a household
fact-household-head-set = head of household named
fact-address-recorded = address recorded
fact-address-ended = address no longer valid
fact-persons-merged = found to be one person
fact-merge-undone = found to be two persons after all
fact-erasure-refused = erasure refused
fact-hold-set = legal hold set
fact-hold-released = legal hold released
fact-purged = records purged
fact-handover-offered = duties offered
fact-handover-accepted = duties taken over
fact-handover-rejected = duties rejected
fact-handover-withdrawn = offer of duties withdrawn
fact-handover-expired = offer of duties expired
fact-glass-broken = glass broken
fact-glass-closed = glass closed
fact-glass-reviewed = glass reviewed
fact-grant-lent = grant lent
fact-grant-allowed = grant lent with leave
fact-grant-returned = grant returned

## measure
measure-central-isolation = central isolation
measure-home-isolation = home isolation
measure-health-monitoring = health monitoring
measure-testing = testing
measure-movement-limit = limit of movement
measure-closure = closure

## group: for whom a regime is
group-close = close contacts
group-secondary = secondary contacts
group-general = general contacts
group-venue = persons exposed at a venue
group-companion = time-space companions
group-entrant = entrants
group-high-zone-stay = stay in a high-risk zone
group-medium-zone-stay = stay in a medium-risk zone
group-low-zone-stay = stay in a low-risk zone
group-high-risk-post = high-risk post
group-infected = infected persons

## role: of a unit
role-command-hq = command headquarters
role-command-office = command office
role-cdc = centre for disease control
role-hospital = hospital
role-laboratory = laboratory
role-isolation-site = isolation site
role-sentinel = sentinel
role-community = community

## facility
facility-fever-clinic = fever clinic
facility-township-hospital = township hospital
facility-village-clinic = village clinic
facility-pharmacy = pharmacy
facility-school = school
facility-port = port of entry
facility-designated-hospital = designated hospital

## post
post-duty = duty officer, 24 hours
post-leader = leader

## level
level-country = country
level-province = province
level-prefecture = prefecture
level-county = county
level-township = township
level-village = village

## kind: of a subject
kind-person = person
kind-case = case
kind-contact = contact
kind-exposure = exposure
kind-order = order
kind-fact = fact
kind-obligation = obligation
kind-unit = unit
kind-post = post
kind-shift = shift
kind-user = user
kind-visit = visit
kind-sample = sample
kind-place = place
kind-event = event
kind-group = group
kind-household = household
kind-address = address
kind-directive = directive
kind-problem = problem
kind-meeting = meeting
kind-assessment = assessment
kind-delivery = delivery
kind-task = task
kind-posture = posture
kind-task-force = task force
kind-roll-call = roll-call
kind-leave = leave
kind-major-event = major event
kind-occasion = occasion
kind-situation-report = situation report
kind-daily-bulletin = bulletin
kind-area = area
kind-consignment = consignment
kind-checkpoint = checkpoint
kind-import = import
kind-job = job
kind-file = file
kind-glass = opened sight
kind-handover = hand-over
kind-notice = notice of an order
kind-regime = regime
kind-rule = rule
kind-edition = edition
kind-protocol = protocol
kind-disease = disease

## zone: level of risk
zone-routine = routine
zone-prevention = prevention zone
zone-low = low-risk zone
zone-control = control zone
zone-medium = medium-risk zone
zone-lockdown = lockdown zone
zone-high = high-risk zone

## confidence
confidence-a = official text
confidence-b = local or inferred
confidence-c = unconfirmed

## method
method-nat = nucleic acid test
method-antigen = antigen test
method-culture = culture
method-serology = serology

## result
result-positive = positive
result-negative = negative
result-invalid = invalid
result-withdrawn = withdrawn

## samplestate
samplestate-awaiting = awaiting its result
samplestate-resulted = result known
samplestate-withdrawn = withdrawn

## outcome
outcome-recovered = recovered
outcome-died = died
outcome-ongoing = not ended
outcome-discarded = discarded
outcome-released = released
outcome-became-case = became a case
outcome-retracted = retracted
outcome-upheld = upheld
outcome-rejected = rejected

## proposal, change
proposal-keep = keep
proposal-shorten = shorten
proposal-convert = convert
proposal-lift = lift
change-extended = extended
change-shortened = shortened
change-converted = converted
change-covered = stands for a further contact

## strictness of a changed rule
strictness-stricter = stricter
strictness-looser = looser
strictness-same = same
strictness-unclear = unclear

## effect of a must-not
effect-block = blocked
effect-warn = warned

## stage of an investigation
stage-on-site = on-site investigation
stage-core-info = core information
stage-preliminary-report = preliminary report
stage-full-report = full report

## exposure: kind of
exposure-household = household
exposure-care = care
exposure-visit = visit to a patient
exposure-aerosol-procedure = procedure that makes aerosol
exposure-same-room = same room at work or school
exposure-same-facility = same facility
exposure-meal = shared meal or party
exposure-vehicle = shared vehicle
exposure-venue = same venue
exposure-environment = contaminated surroundings
exposure-same-cell = same time and place
exposure-other = other

## sex
sex-male = male
sex-female = female

## symptom
symptom-fever = fever
symptom-cough = cough
symptom-sore-throat = sore throat
symptom-fatigue = fatigue
symptom-runny-nose = runny nose
symptom-headache = headache
symptom-muscle-pain = muscle pain
symptom-diarrhoea = diarrhoea
symptom-loss-of-smell = loss of smell
symptom-rash = rash

## disease
disease-covid19 = COVID-19
disease-measles = measles
disease-mpox = mpox
disease-influenza = influenza
disease-cholera = cholera
disease-plague = plague
disease-plague-pneumonic = pneumonic plague
disease-sars = SARS
disease-hpai = human infection with avian influenza
disease-h7n9 = human infection with H7N9
disease-anthrax = anthrax
disease-anthrax-pulmonary = pulmonary anthrax
disease-hiv-aids = HIV/AIDS
disease-viral-hepatitis = viral hepatitis
disease-hepatitis-a = hepatitis A
disease-haemorrhagic-fever-renal = haemorrhagic fever with renal syndrome
disease-rabies = rabies
disease-japanese-encephalitis = Japanese encephalitis
disease-dengue = dengue
disease-chikungunya = chikungunya
disease-dysentery = dysentery
disease-tuberculosis = tuberculosis
disease-typhoid = typhoid and paratyphoid
disease-meningococcal-meningitis = meningococcal meningitis
disease-pertussis = pertussis
disease-diphtheria = diphtheria
disease-neonatal-tetanus = neonatal tetanus
disease-scarlet-fever = scarlet fever
disease-brucellosis = brucellosis
disease-gonorrhoea = gonorrhoea
disease-syphilis = syphilis
disease-leptospirosis = leptospirosis
disease-schistosomiasis = schistosomiasis
disease-malaria = malaria
disease-mumps = mumps
disease-rubella = rubella
disease-acute-haemorrhagic-conjunctivitis = acute haemorrhagic conjunctivitis
disease-leprosy = leprosy
disease-typhus = typhus
disease-kala-azar = kala-azar
disease-echinococcosis = echinococcosis
disease-filariasis = filariasis
disease-infectious-diarrhoea = other infectious diarrhoea
disease-norovirus-school = norovirus at school
disease-hfmd = hand-foot-mouth disease
disease-polio = poliomyelitis
disease-ebola = Ebola virus disease
disease-unknown-respiratory = unknown respiratory disease
disease-any = every disease

## field: as in forms and errors
field-number = case number
field-onset = date of onset
field-rash = date of rash
field-reported = date of report
field-death = date of death
field-age = age
field-sex = sex
field-name = name
field-id-number = identity number
field-phone = phone number
field-address = address
field-birth-date = date of birth
field-area = area
field-classification = classification
field-infector = infector
field-exposure-kind = kind of exposure
field-household = household
field-school-class = school class
field-note = note
field-confirmed = date of confirmation
field-hospitalised = date of admission
field-recovered = date of recovery
field-outcome-date = date of the outcome
field-age-unit = unit of the age
field-given-name = given name
field-family-name = family name
field-birth-year = year of birth
field-birth-month = month of birth
field-birth-day = day of birth
field-street = street
field-house-number = house number
field-postcode = postal code
field-city = town
field-area-1 = widest area
field-area-2 = area below
field-area-3 = third area
field-infector-2 = second possible infector
field-infector-3 = third possible infector
field-linked = linked cases
field-case = case
field-first-contact = first day of contact
field-last-contact = last day of contact
field-relation = relation to the case
field-follow-up-until = last day of follow-up
field-to = exposed person
field-started = first day of exposure
field-ended = last day of exposure
field-event = event
field-involvement = involvement
field-date-formats = forms of dates
field-encoding = encoding
field-extras = other columns
field-missing-number = rule for missing numbers
field-renumber = rule for renumbering
field-disease = disease
field-edition = edition
field-basis = basis
field-reason = reason
field-ends-on = last day
field-starts-on = first day
field-started-at = start
field-ended-at = end
field-occurred-at = time of occurrence
field-sampled-at = time of sampling
field-resulted-at = time of the result
field-due-at = due time
field-unit = unit
field-post = post
field-role = role
field-level = level
field-symptoms = symptoms
field-temperature-c = temperature
field-result = result
field-method = method
field-ct = Ct value
field-kind = kind
field-place = place
field-subject = subject
field-severity = severity
field-outcome = outcome
field-measure = measure
field-group = group
field-form = form
field-days = days
field-grounds = grounds
field-second = what is asked for besides
field-most-uses = most uses
field-clinical-items = clinical items
field-epi-items = items of history
field-disposition = disposition
field-stage = stage
field-exposures = stated meetings
field-fields = field of the fact
field-fact = kind of fact
field-facts = stated facts
field-from = start
field-until = end
field-title = title
field-now = present moment
field-chair-post = office of the chair
field-venues = venues
field-agenda = agenda
field-invited = units called
field-attended = units present
field-minutes = minutes
field-reasoning = reasoning
field-review-on = day of review
field-whole-due-at = due time of the whole task
field-cooperating = helping units
field-sector = area of work
field-accountable = person who answers for it
field-deputy = deputy in charge
field-executor = person who carries it out
field-party = party
field-evidence = evidence
field-state = state
field-policy = policy
field-from-on = first day
field-until-on = last day
field-remit = remit
field-lead = leader
field-members = members
field-substitute = substitute
field-destination = destination
field-category = category
field-happened-at = time of the event
field-report = report
field-protect-from-on = first protected day
field-protect-until-on = last protected day
field-roster-by = time for the roster
field-said = number said
field-explained = reason for a number
field-cut-off-hour = hour of the cut-off
field-minutes-to-write = minutes to write it
field-text = text
field-as-of = moment of the figures
field-units = units
field-tasks = tasks
field-problems = problems
field-recipients = recipients
field-source = source
field-held-at = beginning of the meeting
field-minutes-to-answer = minutes to answer
field-confidence = confidence
field-risk = risk
field-facility = kind of facility
field-password = password
field-login = user name
field-limit = page limit
field-parent = parent code
field-code = code
field-delimiter = delimiter
field-date-format = date format

## other words
word-conjunction = ,{" "}
word-drill-banner = DRILL, not real

# Warnings that a receipt carries.
warning-order-warned = Must-not { $rule } warns of this order; the warning stays on it.
warning-order-add-on = The order goes beyond regime { $rule } in force: days { $days }, tests { $tests }, days of isolation { $isolation_days }, days in a central site { $central_days }. It is flagged as an add-on.
warning-clock-held = The clock showed { $asked }, earlier than what is recorded already; { $held } was recorded instead. Check the time of the host.
arealink-same = the same area
arealink-heir = takes over the records
arealink-heir-with-rights = takes over records and rights
arealink-part = a part

## handover: states of an offer of duties
handover-offered = waiting
handover-accepted = accepted
handover-rejected = rejected
handover-withdrawn = withdrawn
handover-expired = not answered in time

## ground: why a record was opened in an emergency
ground-life-at-risk = a life at risk
ground-transfer = a transfer
ground-urgent-tracing = tracing that cannot wait
ground-legal-request = a request by law
ground-other = something else

## finding: what a review says
finding-justified = justified
finding-unjustified = unjustified

## casestate: how far the care of a case is
casestate-open = under care
casestate-isolated = isolated
casestate-admitted = in hospital
casestate-ended = ended

## grant: what a post lets its holder be
grant-commander = commander
grant-office = command office
grant-epidemiologist = epidemiologist
grant-sentinel = sentinel
grant-laboratory = laboratory
grant-clinician = clinician
grant-community-worker = community worker
grant-isolation-site = isolation site
grant-transport = transport
grant-supervisor = supervisor
grant-auditor = auditor
grant-integrator = integrator
grant-administrator = administrator

## rows: what the rows of a file are
rows-cases = cases
rows-contacts = contacts
rows-exposures = links of transmission
rows-event-participants = participants of an event
rows-exported-cases = cases of our own export
rows-exported-contacts = contacts of our own export
rows-exported-exposures = exposures of our own export

## guess: why a column was taken for a field
guess-heading = by its heading
guess-part-of-heading = by a part of its heading
guess-taken = another column fits better
guess-values = its values do not fit
guess-unknown = not known

## ageunit: what an age counts
ageunit-years = years
ageunit-months = months
ageunit-weeks = weeks
ageunit-days = days

## importstate
importstate-running = running
importstate-done = done
importstate-broken-off = broken off
importstate-cancelled = stopped
importstate-undone = undone

## records: kinds of record of an export
records-cases = Cases
records-contacts = Contacts
records-exposures = Exposures
records-orders = Orders
records-obligations = Obligations
records-tests = Test results
records-visits = Visits
records-chains = Chains of transmission

## format: of a file
format-csv = CSV
format-xlsx = Excel (XLSX)
format-json = JSON
format-ndjson = JSON, one object a line
format-graphml = GraphML

## areachange: what becomes of an area
areachange-renamed = Give it another name
areachange-founded = Found an area below it
areachange-moved = Hang it elsewhere
areachange-recoded = Give it another code
areachange-merged = Merge it into another
areachange-split = Split it
areachange-abolished = End it

## kept: kinds of data that a period of retention is about
kept-person = persons
kept-audit = the audit
kept-command-key = keys of commands
kept-session = ended sessions
kept-outbox = notices of changes

## health
health-good = good
health-warning = warning
health-fault = fault

## check: what the doctor looks at
check-folder = Data folder
check-keys = Key file
check-disk = Disk
check-backup = Backup
check-database = Database
check-postgres = PostgreSQL
check-schema = Tables
check-tables = Tables
check-journal = Journal
check-ring = Key ring
check-index = Search index
check-provider = Provider of log-ins
check-clock = Clock
check-timers = Timers
check-users = Users
check-areas = Areas
check-posts = Posts

## lent: states of a delegation
lent-waiting = waits for leave
lent-planned = planned
lent-lent = lent
lent-expired = expired
lent-ended = ended

## may: what a post or key lets somebody do
may-report-fever = report fever
may-record-test = record samples and results
may-register-person = register persons
may-read-personal = read what names persons
may-erase-person = erase persons
may-read-cases = read cases
may-manage-cases = manage cases
may-treat-cases = treat cases
may-trace-contacts = trace contacts
may-read-orders = read orders
may-issue-orders = issue orders
may-carry-out-orders = carry out orders
may-decide-appeals = decide appeals
may-read-obligations = read obligations
may-waive-obligations = waive obligations
may-hand-over = hand over duties
may-issue-directives = issue directives
may-rectify = mend problems
may-verify-rectification = verify what was mended
may-manage-duty = manage duty
may-set-zones = set zones
may-set-posture = set the operating state and the policy
may-release-bulletins = release bulletins
may-import-cases = import lists
may-withdraw-facts = withdraw facts
may-read-audit = read the audit
may-review-glass = review emergency access
may-administer = administer

## did: actions in the audit
did-person-read = read values that name a person
did-person-search = searched for a person
did-person-addresses = read addresses
did-person-trace = asked what was done about a person
did-person-match-request = asked other areas about a person
did-person-match-accept = told of a person
did-person-match-decline = declined to tell of a person
did-record-read = read a record
did-case-read = read a case
did-case-list = listed cases
did-contact-read = read a contact
did-contact-list = listed contacts
did-order-read = read an order
did-order-list = listed orders
did-notice-make = gave out a notice of an order
did-notice-revoke = revoked a notice of an order
did-notice-list = listed the notices of an order
did-notice-read = read an order by a notice
did-notice-object = objected by a notice
did-notice-open = tried to open a notice
did-notice-second = looked up what a notice asks for besides
did-visit-read = read a visit
did-obligation-read = read an obligation
did-obligations-list = listed obligations
did-facts-list = read facts
did-schedule-list = read a schedule
did-four-musts-list = read the four musts
did-four-earlies-list = read the four earlies
did-chain-read = read a chain of transmission
did-glass-open = opened a record in an emergency
did-glass-rules-set = set the rules of emergency access
did-export-ask = asked for an export
did-export-write = wrote an export
did-export-name = was named in an export
did-file-read = downloaded a file
did-session-begin = logged in
did-session-end = ended a session
did-sessions-end = ended all sessions
did-user-make = made a user
did-user-disable = barred a user
did-user-enable = lifted the bar of a user
did-password-change = changed the own password
did-password-reset = set a password
did-post-give = gave a post
did-post-end = ended a post
did-second-factor-confirm = set up a second factor
did-second-factor-remove = took the own second factor away
did-second-factor-reset = took a second factor away
did-second-factor-require = set which roles need a second factor
did-api-key-make = made a key
did-api-key-revoke = revoked a key
did-retention-set = set a period of retention
did-drill-clock-set = set the clock of the drill
did-mapping-save = kept a mapping
did-mapping-forget = forgot a mapping
did-view-save = kept a view of a list
did-view-rename = renamed a view of a list
did-view-forget = forgot a view of a list
did-areas-load = took in areas

## section: of a protocol
section-case-definition = Case definitions
section-contact-class = Classes of contacts
section-regime = Regimes
section-zone = Zones
section-cluster = Clusters
section-notation = Short forms
section-report-clock = Deadlines of reports
section-parameter = Numbers
section-obligation = Duties
section-must-not = Must-nots

## rulechange: whether a rule is there in one edition only
rulechange-added = added
rulechange-removed = removed
rulechange-changed = changed

## stay: where the days of a regime are spent
stay-c = central isolation
stay-h = home isolation
stay-m = home monitoring
stay-c-or-h = central or home isolation
stay-t = tests alone
## contactstate: how far a contact is
contactstate-determined = determined
contactstate-reached = reached
contactstate-under-order = under order
contactstate-released = released
contactstate-became-case = became a case
contactstate-retracted = retracted
## evidence: why somebody may be meant
evidence-id-number = same identity number
evidence-phone = same phone number
evidence-name-exact = same name
evidence-name-variant = same name in the other script
evidence-name-sound = name that sounds the same
evidence-name-one-off = name with one character more, less or another
evidence-birth-year = same year of birth
evidence-sex = same sex
## addresskind
addresskind-home = home
addresskind-work = work
addresskind-stay = stay
## orderground: on what ground an order is issued
orderground-contact-class = class of contact
orderground-zone-stay = stay in a zone of risk
orderground-origin-area = origin in an area
orderground-post = high-risk post
orderground-travel = travel
orderground-student = student
orderground-checkpoint = checkpoint
orderground-medical = medical
orderground-place = place
orderground-other = other
## placekind: what is closed or limited
placekind-home = home
placekind-market = market
placekind-shop = shop
placekind-restaurant = restaurant
placekind-school = school
placekind-workplace = workplace
placekind-theatre = theatre
placekind-entertainment = place of entertainment
placekind-amusement-park = amusement park
placekind-chess-card-room = chess and card room
placekind-other = other place
## exposurestate
exposurestate-standing = standing
exposurestate-retracted = retracted

# What was done to the text of a bulletin
noise-punctuation = punctuation
noise-gloss = reading taken out
noise-restored = lost character put in
noise-gap = lost character
noise-markup = markup
noise-mojibake = wrong encoding
noise-script = script
noise-spam-word = advertisement
noise-spam-line = advertisement
noise-furniture = not part of the bulletin
noise-twice = stands there twice
noise-cut = broken off

## taskstate: how a task stands

taskstate-issued = given
taskstate-received = received
taskstate-submitted = to be checked
taskstate-returned = sent back
taskstate-done = done
taskstate-cancelled = taken back

## risk, confidence: a judgement of the situation

risk-low = low risk
risk-moderate = moderate risk
risk-high = high risk
risk-very-high = very high risk
confidence-low = low confidence
confidence-satisfactory = satisfactory confidence
confidence-high = high confidence

## party: the four parties of the responsibility

party-territory = locality
party-department = authority of the trade
party-unit = institution
party-individual = person

## document, directivestate, meeting: what goes down the chain of command

document-delivered = not read
document-read = read
document-relayed = handed on
directivestate-superseded = replaced
directivestate-withdrawn = withdrawn
directivestate-in-force = in force
meeting-leading-group = leading group
meeting-enlarged = enlarged
meeting-teleconference = teleconference
meeting-commanders = commanders
meeting-dispatch = dispatch
meeting-consultation = consultation
meeting-other = other

## bulletin, figure: what is told to the public

bulletin-draft = draft
bulletin-released = released
bulletin-corrected = corrected
bulletin-withdrawn = withdrawn
figure-cases-total = cases in all
figure-cases-new = cases of 24 hours
figure-cases-active = cases not ended
figure-cases-probable = probable
figure-cases-asymptomatic = asymptomatic
figure-cases-confirmed = confirmed
figure-orders-in-force = orders in force
figure-duties-overdue = duties overdue
