//! The one registry of error codes. A crate returns a code with arguments;
//! the text in Chinese and English is rendered at the edge from
//! `content/i18n/*/errors.ftl`, where every code has a sentence.

use std::{collections::BTreeMap, fmt};

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of answer an error is, mapped once to an HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The input is wrong (400).
    Invalid,
    /// Nobody is logged in (401).
    Unauthenticated,
    /// Logged in, but may not (403).
    Forbidden,
    /// Not there, or not visible from here (404).
    NotFound,
    /// True when read, no longer true now (409).
    Conflict,
    /// Larger than the limit (413).
    TooLarge,
    /// Sound input that the rules refuse (422).
    Refused,
    /// Too many requests (429).
    TooMany,
    /// Our fault (500).
    Internal,
    /// Cannot serve now, try again (503).
    Unavailable,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:ident;)+) => {
        /// Every error a person or a client can meet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// All codes, for the test that each has its sentences.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// The dotted code that clients match on; never changed once released.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)+ } }
            /// The kind of answer.
            pub const fn status(self) -> Status { match self { $(Self::$name => Status::$status,)+ } }
        }
    };
}

codes! {
    /// A value is not allowed in a field. Args: field, value, expected?
    InvalidValue = "value.invalid", Invalid;
    /// A configuration file that cannot be read. Args: detail.
    ConfigUnreadable = "config.unreadable", Invalid;
    /// A setting that there is not. Args: key, nearest.
    ConfigUnknown = "config.unknown_key", Invalid;
    /// A setting that is given in two ways. Args: key, other.
    ConfigTwice = "config.given_twice", Invalid;
    /// A setting that the file in the data folder cannot make. Args: key.
    ConfigMisplaced = "config.misplaced", Invalid;
    /// Not an id. Args: value, expected.
    InvalidId = "value.invalid_id", Invalid;
    /// Not a date, or a day that does not exist. Args: value, expected.
    InvalidDate = "value.invalid_date", Invalid;
    /// Not an instant. Args: value.
    InvalidInstant = "value.invalid_instant", Invalid;
    /// Not a span of time. Args: value.
    InvalidSpan = "value.invalid_span", Invalid;
    /// Not a time zone. Args: value.
    InvalidZone = "value.invalid_zone", Invalid;
    /// A needed field is missing. Args: field.
    MissingField = "value.missing", Invalid;
    /// A text is too long. Args: field, length, max.
    TooLong = "value.too_long", Invalid;
    /// A number is outside its range. Args: field, value, min, max.
    OutOfRange = "value.out_of_range", Invalid;
    /// An age nobody reaches. Args: value, max.
    ImpossibleAge = "value.impossible_age", Invalid;
    /// Two dates in the wrong order. Args: earlier_field, earlier, later_field, later.
    DatesOutOfOrder = "value.dates_out_of_order", Invalid;
    /// An instant that lies in the future. Args: field, value, now.
    InFuture = "value.in_future", Invalid;
    /// The request body cannot be read. Args: detail.
    UnreadableBody = "request.unreadable_body", Invalid;
    /// The request is larger than the limit. Args: max.
    BodyTooLarge = "request.too_large", TooLarge;
    /// A page limit outside its range. Args: value, max.
    PageInvalidLimit = "page.invalid_limit", Invalid;
    /// A cursor that we did not make. Args: value.
    PageInvalidCursor = "page.invalid_cursor", Invalid;
    /// An area code with a wrong form. Args: value.
    AreaInvalidCode = "area.invalid_code", Invalid;
    /// An area that is not in the tree. Args: value.
    AreaUnknown = "area.unknown", Invalid;
    /// The thing is not there, or not visible from the caller's areas. Args: kind, id.
    NotFound = "record.not_found", NotFound;
    /// The record changed since it was read. Args: kind, id, fields.
    EditConflict = "record.edit_conflict", Conflict;
    /// Nobody is logged in, or the session has ended.
    Unauthenticated = "access.unauthenticated", Unauthenticated;
    /// User name or password is wrong.
    WrongPassword = "access.wrong_password", Unauthenticated;
    /// Too many failed attempts. Args: retry_at.
    LockedOut = "access.locked_out", TooMany;
    /// Too many log-ins at once. Args: retry_at.
    LogInBusy = "access.busy", TooMany;
    /// The post does not allow this. Args: action.
    Forbidden = "access.forbidden", Forbidden;
    /// A password that somebody else has set must be changed first.
    PasswordDue = "access.password_due", Forbidden;
    /// The new password is the old one.
    PasswordUnchanged = "access.password_unchanged", Refused;
    /// The password is right, and a code of the second factor is missing.
    CodeNeeded = "access.code_needed", Unauthenticated;
    /// The code of the second factor is wrong or was used.
    WrongCode = "access.wrong_code", Unauthenticated;
    /// The role asks for a second factor, and there is none yet.
    SecondFactorDue = "access.second_factor_due", Forbidden;
    /// There is a second factor already.
    SecondFactorActive = "access.second_factor_active", Conflict;
    /// Only the user himself may do this, not a program with a key.
    OwnSessionOnly = "access.own_session_only", Forbidden;
    /// There is no log-in through a provider here.
    NoProvider = "access.no_provider", NotFound;
    /// The provider of log-ins does not answer, or not as it should.
    ProviderUnavailable = "access.provider_unavailable", Unavailable;
    /// A log-in through the provider that did not come to its end: begun elsewhere, too old, used, or not proved.
    SignInRefused = "access.sign_in_refused", Unauthenticated;
    /// The provider knows him, and lets him not in here.
    NotAdmitted = "access.not_admitted", Unauthenticated;
    /// The provider knows him, and no account in use is his.
    NoAccount = "access.no_account", Unauthenticated;
    /// The password is right, and only who administers logs in with one.
    PasswordNotUsed = "access.password_not_used", Unauthenticated;
    /// It takes a log-in through the provider within the last ten minutes.
    SignInAgain = "access.sign_in_again", Forbidden;
    /// The identity at the provider is linked to another account.
    IdentityTaken = "access.identity_taken", Conflict;
    /// What cannot be lent to anybody. Args: action.
    NotLendable = "access.not_lendable", Refused;
    /// What was lent is no longer. Args: id.
    LoanEnded = "access.loan_ended", Conflict;
    /// The record lies within one's reach: no glass need be broken for it.
    GlassNotNeeded = "access.glass_not_needed", Refused;
    /// Too many glasses broken within a day. Args: max, retry_at.
    GlassLimit = "access.glass_limit", TooMany;
    /// The opened sight has ended already. Args: id.
    GlassEnded = "access.glass_ended", Conflict;
    /// The opened sight was reviewed already. Args: id.
    GlassReviewed = "access.glass_reviewed", Conflict;
    /// Nobody reviews what he has opened himself.
    GlassOwnReview = "access.glass_own_review", Refused;
    /// The person's data has been erased. Args: id.
    PersonErased = "person.erased", NotFound;
    /// The person is known as somebody else already. Args: id, into.
    PersonMerged = "person.merged_already", Conflict;
    /// A person merged with himself, or with one who is known as him. Args: id, into.
    PersonMergeCircle = "person.merge_circle", Refused;
    /// The person is not merged with anybody. Args: id.
    PersonNotMerged = "person.not_merged", Conflict;
    /// The person lives in a household already. Args: id, household.
    MemberElsewhere = "household.member_elsewhere", Refused;
    /// The person does not live in the household. Args: id, household.
    NotMember = "household.not_member", Refused;
    /// Somebody in reach has the same identity number. Args: ids.
    PersonDuplicate = "person.possible_duplicate", Conflict;
    /// A citizen identity number that cannot be one. Args: fault.
    IdNumberInvalid = "person.id_number_invalid", Invalid;
    /// A citizen identity number tells something else than was stated. Args: field, stated, told.
    IdNumberContradicts = "person.id_number_contradicts", Invalid;
    /// A legal hold keeps the person's data. Args: id.
    UnderHold = "law.under_hold", Refused;
    /// An idempotency key that is missing or malformed. Args: value.
    KeyInvalid = "idempotency.invalid_key", Invalid;
    /// An idempotency key used before with another body. Args: key.
    KeyReused = "idempotency.other_body", Conflict;
    /// A drill command on a live installation, or the reverse. Args: mode.
    WrongMode = "installation.wrong_mode", Conflict;
    /// The business clock ran backwards and is held. Args: asked, held.
    ClockBackwards = "clock.backwards", Conflict;
    /// The database is newer than this program. Args: database, program.
    DatabaseNewer = "store.newer_version", Unavailable;
    /// The database is in use by a running server. Args: path.
    DatabaseLocked = "store.locked", Unavailable;
    /// A rebuild of the tables has begun and not ended.
    Rebuilding = "store.rebuilding", Unavailable;
    /// A restore has begun and not ended.
    Restoring = "store.restoring", Unavailable;
    /// The database is older than this program. Args: database, program.
    DatabaseOlder = "store.older_version", Unavailable;
    /// A restore or a copy goes only into an empty database. Args: table, rows.
    NotEmpty = "store.not_empty", Conflict;
    /// The backup cannot be read; the fault is `not_a_backup`, `truncated`, `altered` or `trailing`. Args: fault, byte, table, row.
    BackupUnreadable = "backup.unreadable", Invalid;
    /// The backup was made by a later program. Args: backup, program, made_by.
    BackupNewer = "backup.newer_version", Invalid;
    /// The backup is encrypted, and the passphrase or key does not open it.
    BackupLocked = "backup.locked", Invalid;
    /// A file is there already. Args: path.
    BackupExists = "backup.exists", Conflict;
    /// A backup holds the key ring only when it is encrypted.
    BackupKeysInTheOpen = "backup.keys_in_the_open", Refused;
    /// A backup could not be read or written to its end. Args: path, detail.
    BackupUnreachable = "backup.unreachable", Unavailable;
    /// No room on the disk: nothing was recorded.
    DiskFull = "store.disk_full", Unavailable;
    /// The database cannot be reached or failed.
    StoreUnavailable = "store.unavailable", Unavailable;
    /// What is stored contradicts itself. Args: detail.
    StoreInconsistent = "store.inconsistent", Internal;
    /// The journal's chain is broken. Args: writer, seq, detail.
    ChainBroken = "journal.chain_broken", Internal;
    /// A chain of the audit is broken. Args: writer, seq, detail.
    AuditBroken = "audit.chain_broken", Internal;
    /// A personal value fails its check. Args: detail.
    KeyRingMissing = "keys.missing", Unavailable;
    /// Something failed on our side.
    Internal = "internal", Internal;
    /// A protocol file cannot be read. Args: detail.
    ProtocolUnreadable = "protocol.unreadable", Invalid;
    /// A field that protocol files do not have. Args: detail.
    ProtocolUnknownField = "protocol.unknown_field", Invalid;
    /// A protocol that inherits from itself, or zones that step in a circle. Args: path.
    ProtocolLoop = "protocol.loop", Invalid;
    /// A reference to something that no file defines. Args: kind, value.
    ProtocolUnknownReference = "protocol.unknown_reference", Invalid;
    /// Two rules with one id. Args: rule.
    ProtocolDuplicateRule = "protocol.duplicate_rule", Invalid;
    /// Two overlays of equal rank change one rule. Args: rule, first, second.
    ProtocolOverlayClash = "protocol.overlay_clash", Invalid;
    /// A new rule of an overlay without a basis. Args: rule.
    ProtocolMissingBasis = "protocol.missing_basis", Invalid;
    /// A rule without requirement, source or confidence. Args: rule, field.
    ProtocolIncompleteRule = "protocol.incomplete_rule", Invalid;
    /// A regime that cannot be read. Args: value, detail.
    ProtocolInvalidRegime = "protocol.invalid_regime", Invalid;
    /// A notation with several meanings. Args: value, question.
    ProtocolAmbiguousNotation = "protocol.ambiguous_notation", Refused;
    /// An example whose result differs. Args: example, expected, got.
    ProtocolExampleFailed = "protocol.example_failed", Invalid;
    /// No edition is in force. Args: disease, area, at.
    ProtocolNotInForce = "protocol.not_in_force", Refused;
    /// A condition that is not CEL. Args: detail.
    ConditionSyntax = "condition.syntax", Invalid;
    /// A name that the catalogue lacks. Args: name, known.
    ConditionUnknownName = "condition.unknown_name", Invalid;
    /// A name that the rule does not declare among its needs. Args: name.
    ConditionUndeclaredNeed = "condition.undeclared_need", Invalid;
    /// Types that do not fit. Args: found, expected.
    ConditionWrongType = "condition.wrong_type", Invalid;
    /// Too deep or too long. Args: limit, max.
    ConditionTooLarge = "condition.too_large", Invalid;
    /// A condition that failed while it ran. Args: rule, detail.
    ConditionFailed = "condition.failed", Internal;
    /// A person linked to himself. Args: id.
    ExposureSelfLink = "exposure.self_link", Refused;
    /// An infector infected by his own contact. Args: chain.
    ExposureCycle = "exposure.cycle", Refused;
    /// The infector is later ill than the infected by more than the protocol allows. Args: infector, infected.
    ExposureImpossible = "exposure.impossible", Refused;
    /// The case is closed or of another disease. Args: detail.
    CaseState = "case.wrong_state", Refused;
    /// A manual classification without a reason.
    CaseReasonMissing = "case.reason_missing", Refused;
    /// The order lacks basis, reason or end. Args: field.
    OrderIncomplete = "order.incomplete", Refused;
    /// The order names a contact or case that is not the target's, or for whom
    /// it asks too little. Args: field, id, fault.
    OrderMismatch = "order.mismatch", Refused;
    /// A must-not forbids the order. Args: rule, text.
    OrderForbidden = "order.forbidden", Refused;
    /// A local measure beyond the protocol in force, without an approved reason. Args: rule, beyond.
    OrderAddOn = "order.add_on", Refused;
    /// The order is not in a state that allows this. Args: state, action.
    OrderState = "order.wrong_state", Refused;
    /// The release conditions are not met. Args: rule, detail.
    OrderNotReleasable = "order.not_releasable", Refused;
    /// A link or code that opens no notice of an order: unknown, over, revoked, used up or
    /// locked, or what is asked for besides is wrong. It is not told which.
    NoticeNotGood = "notice.not_good", Forbidden;
    /// What a code should ask for besides is not recorded of whom the order binds. Args: field.
    NoticeNothingBesides = "notice.nothing_besides", Refused;
    /// So many notices of an order are good already that no further one is given out. Args: max.
    NoticeTooMany = "notice.too_many", Refused;
    /// A kind of fact that is not withdrawn but corrected in its own way. Args: kind.
    FactNotWithdrawable = "fact.not_withdrawable", Refused;
    /// The fact was withdrawn before. Args: id.
    FactWithdrawn = "fact.withdrawn_already", Conflict;
    /// The obligation is closed already. Args: state.
    ObligationClosed = "obligation.closed", Conflict;
    /// A waiver without a reason.
    ObligationReasonMissing = "obligation.reason_missing", Refused;
    /// No unit holds the role anywhere up the tree. Args: role, area.
    HolderUnresolved = "obligation.no_holder", Refused;
    /// The hand-over is not in a state that allows this. Args: state, action.
    HandoverState = "handover.wrong_state", Conflict;
    /// The duty or case is offered to somebody already. Args: id, handover.
    HandoverOffered = "handover.offered_already", Conflict;
    /// The receiving unit does not serve where the duty or case belongs. Args: unit, id.
    HandoverOutOfArea = "handover.out_of_area", Refused;
    /// He holds it already to whom it is offered. Args: id.
    HandoverSame = "handover.same_holder", Refused;
    /// Nothing of what was offered is open any more.
    HandoverNothing = "handover.nothing_open", Refused;
    /// The executor may not verify his own work.
    VerifierIsExecutor = "problem.verifier_is_executor", Refused;
    /// The problem is not in a state that allows this. Args: state, action.
    ProblemState = "problem.wrong_state", Refused;
    /// The task is not in a state that allows this. Args: state, action.
    TaskState = "task.wrong_state", Refused;
    /// Another unit is to do the task, or to read the document. Args: unit.
    TaskNotYours = "task.not_yours", Refused;
    /// The unit has nobody in office who answers for the task. Args: unit.
    TaskNobody = "task.nobody_answers", Refused;
    /// Whoever is named holds no post in the unit. Args: field, user, unit.
    TaskNotOfUnit = "task.not_of_unit", Refused;
    /// Work under the task is not done. Args: open.
    TaskOpenSubtasks = "task.open_subtasks", Refused;
    /// A deployment rests on no judgement of the situation that holds now. Args: area.
    AssessmentLacking = "directive.no_assessment", Refused;
    /// A directive of a higher headquarters is not replaced from below. Args: issued, area.
    DirectiveOutranked = "directive.outranked", Refused;
    /// The directive holds no more. Args: state.
    DirectiveState = "directive.wrong_state", Refused;
    /// The directive to be handed on was not delivered here. Args: area.
    DirectiveNotDelivered = "directive.not_delivered", Refused;
    /// It stands so already. Args: state.
    PostureSame = "posture.same", Refused;
    /// The roll-call, leave or event is not in a state that allows this. Args: state, action.
    DutyState = "duty.wrong_state", Refused;
    /// Whoever stands in is away himself, or is the one who leaves. Args: user.
    SubstituteAway = "duty.substitute_away", Refused;
    /// Whoever leaves stands in for somebody else then. Args: from, to.
    StandsIn = "duty.stands_in", Refused;
    /// Key posts are not manned without a gap. Args: gaps, post, from, to.
    RosterGaps = "duty.roster_gaps", Refused;
    /// Nobody decides about his own absence.
    OwnLeave = "duty.own_leave", Refused;
    /// The report was sent, or the hour of its cut-off has not come. Args: state.
    ReportState = "report.wrong_state", Refused;
    /// A number is given otherwise than the records have it, or a sum falls, without a reason. Args: figure, said, counted.
    ReportUnexplained = "report.unexplained", Refused;
    /// The bulletin is not in a state that allows this. Args: state, action.
    BulletinState = "bulletin.wrong_state", Refused;
    /// One person approves a bulletin once.
    BulletinSamePerson = "bulletin.same_person", Refused;
    /// The records do not bear a number of the bulletin out. Args: figure, said, counted.
    BulletinFiguresDiffer = "bulletin.figures_differ", Refused;
    /// A text for the public holds what looks like a number of a person. Args: field.
    BulletinNames = "bulletin.names_somebody", Refused;
    /// Shifts of one post overlap. Args: from, to.
    ShiftOverlap = "duty.shift_overlap", Refused;
    /// The job has ended already. Args: state.
    JobEnded = "job.ended", Conflict;
    /// The job was cancelled before it was done.
    JobCancelled = "job.cancelled", Conflict;
    /// The job broke off with its server and is of a kind that is not taken up again.
    JobInterrupted = "job.interrupted", Conflict;
    /// A file that is not whole. Args: id.
    FileIncomplete = "file.incomplete", Conflict;
    /// A mapping names a column that the file lacks. Args: column, field.
    ImportUnknownColumn = "import.unknown_column", Invalid;
    /// The file cannot be read as told. Args: detail.
    ImportUnreadable = "import.unreadable", Invalid;
    /// Rows were refused; nothing was taken in. Args: rows.
    ImportRefused = "import.refused", Invalid;
    /// A link to a case that the file and the store lack. Args: value.
    ImportUnknownLink = "import.unknown_link", Invalid;
    /// One case number twice. Args: value, first_row.
    ImportDuplicateNumber = "import.duplicate_number", Invalid;
    /// A byte that the text's encoding does not have. Args: encoding, byte.
    ImportEncoding = "import.encoding", Invalid;
    /// A piece of UTF-8 in a text that is written otherwise. Args: encoding, byte.
    ImportMixedEncodings = "import.mixed_encodings", Invalid;
    /// A NUL byte in a text.
    ImportNulByte = "import.nul_byte", Invalid;
    /// A quote that is opened and never closed.
    ImportUnclosedQuote = "import.unclosed_quote", Invalid;
    /// A file that is no table we can read. Args: format.
    ImportUnsupportedFormat = "import.unsupported_format", Invalid;
    /// Rows of a kind that is not taken in. Args: kind.
    ImportUnsupportedKind = "import.unsupported_kind", Invalid;
    /// A sheet that the workbook lacks. Args: sheet, known.
    ImportUnknownSheet = "import.unknown_sheet", Invalid;
    /// A packed file that unfolds to more than is allowed. Args: max.
    ImportZipBomb = "import.zip_bomb", TooLarge;
    /// More columns than the limit. Args: max.
    ImportTooManyColumns = "import.too_many_columns", TooLarge;
    /// A row with more bytes than the limit. Args: max.
    ImportRowTooLong = "import.row_too_long", TooLarge;
    /// The file has no heading or no rows.
    ImportEmpty = "import.empty", Invalid;
    /// More rows than the limit. Args: max.
    ImportTooManyRows = "import.too_many_rows", TooLarge;
    /// A row with more or fewer cells than the heading. Args: found, expected.
    ImportRowLength = "import.row_length", Invalid;
    /// A field that line lists do not have. Args: field, known.
    ImportUnknownField = "import.unknown_field", Invalid;
    /// One heading twice. Args: column.
    ImportDuplicateColumn = "import.duplicate_column", Invalid;
    /// An import that runs, or was taken back, cannot be taken back. Args: state.
    ImportState = "import.wrong_state", Conflict;
    /// One area code twice. Args: value, first_row.
    AreaDuplicate = "area.duplicate", Invalid;
    /// Areas that lie inside one another in a circle. Args: chain.
    AreaLoop = "area.loop", Invalid;
    /// An area that is no longer. Args: value, on.
    AreaEnded = "area.ended", Refused;
    /// A code that an area has or had. Args: value.
    AreaCodeUsed = "area.code_used", Conflict;
    /// An area ends while areas below it have no other place. Args: value, children.
    AreaChildrenLeft = "area.children_left", Refused;
    /// Rights shall follow into an area that does not take over. Args: value.
    AreaNoHeir = "area.no_heir", Refused;
    /// A change that changes nothing. Args: value.
    AreaUnchanged = "area.nothing_changed", Refused;
    /// A change before the last one of the same area. Args: value, on, since.
    AreaOutOfOrder = "area.out_of_order", Refused;
    /// A ring that is not closed, has fewer than three corners or no area. Args: positions.
    BoundaryOpenRing = "boundary.open_ring", Invalid;
    /// A ring that crosses itself. Args: position.
    BoundaryCrossesItself = "boundary.crosses_itself", Invalid;
    /// A hole that does not lie in its polygon. Args: position.
    BoundaryHoleOutside = "boundary.hole_outside", Invalid;
    /// A ring that goes over the 180th meridian. Args: position.
    BoundaryAntimeridian = "boundary.crosses_antimeridian", Invalid;
    /// A newer table of areas that a program cannot read as changes. Args: value, field, before, after.
    AreaUnreadableChange = "area.unreadable_change", Invalid;
    /// Nothing stands in the bulletin.
    BulletinEmpty = "bulletin.empty", Invalid;
    /// A bulletin with more bytes than any. Args: length, max.
    BulletinTooLong = "bulletin.too_long", TooLarge;
    /// A text that is hardly Chinese.
    BulletinNotChinese = "bulletin.not_chinese", Invalid;
    /// Advertisements and parts of a page, and no bulletin.
    BulletinOnlySpam = "bulletin.only_spam", Invalid;
    /// No sentence of a meeting.
    BulletinNoMeeting = "bulletin.no_meeting", Invalid;
    /// The last sentence has no end. Args: said.
    BulletinCut = "bulletin.cut", Invalid;
}

/// Where in an input the fault lies. Lines, rows and columns count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// File or document.
    pub source: Option<String>,
    /// Line of a text, or row of a table (the heading is row 1).
    pub line: Option<u64>,
    /// Column of a text.
    pub column: Option<u64>,
    /// Field or heading.
    pub field: Option<String>,
}

impl Located {
    /// A row and heading of a table.
    pub fn cell(row: u64, field: impl Into<String>) -> Self {
        Self { line: Some(row), field: Some(field.into()), ..Self::default() }
    }
    /// One of a list in a request, counted from 0 as in its JSON: `tasks[2]`.
    pub fn item(list: &str, nth: usize) -> Self {
        Self { field: Some(format!("{list}[{nth}]")), ..Self::default() }
    }
    /// A line and column of a text.
    pub const fn position(line: u64, column: u64) -> Self {
        Self { source: None, line: Some(line), column: Some(column), field: None }
    }
    /// The same place in a named source.
    #[must_use]
    pub fn in_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.source.clone());
        parts.extend(self.line.map(|n| n.to_string()));
        parts.extend(self.column.map(|n| n.to_string()));
        parts.extend(self.field.clone());
        f.write_str(&parts.join(":"))
    }
}

/// An error: a code, its arguments, where it lies, and (never shown to a
/// client) what lay beneath.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    args: BTreeMap<&'static str, String>,
    at: Option<Located>,
    detail: Option<String>,
}

impl Error {
    /// An error with a code and no arguments yet.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, args: BTreeMap::new(), at: None, detail: None }))
    }
    /// Adds an argument of the sentence. Never a personal value.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.args.insert(name, value.to_string());
        self
    }
    /// Says where the fault lies.
    #[must_use]
    pub fn at(mut self, at: Located) -> Self {
        self.0.at = Some(at);
        self
    }
    /// Names the source of a fault that is located already.
    #[must_use]
    pub fn in_source(mut self, source: impl Into<String>) -> Self {
        self.0.at = Some(self.0.at.take().unwrap_or_default().in_source(source));
        self
    }
    /// Keeps what lay beneath for the log.
    #[must_use]
    pub fn caused_by(mut self, detail: impl ToString) -> Self {
        self.0.detail = Some(detail.to_string());
        self
    }
    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }
    /// The arguments of the sentence, by name.
    pub fn args(&self) -> &BTreeMap<&'static str, String> {
        &self.0.args
    }
    /// One argument.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.0.args.get(name).map(String::as_str)
    }
    /// Where the fault lies.
    pub fn location(&self) -> Option<&Located> {
        self.0.at.as_ref()
    }
    /// What lay beneath, for the log only.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = &self.0.at {
            write!(f, "{at}: ")?;
        }
        f.write_str(self.0.code.as_str())?;
        for (name, value) in &self.0.args {
            write!(f, " {name}={value}")?;
        }
        if let Some(detail) = &self.0.detail {
            write!(f, " ({detail})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_dotted() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        let sound = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'_';
        assert!(texts.iter().all(|t| t.bytes().all(sound)));
    }

    #[test]
    fn prints_place_code_and_arguments() {
        let error = Error::new(Code::InvalidDate).arg("value", "2022-02-31").at(Located::cell(7, "onset"));
        assert_eq!(error.to_string(), "7:onset: value.invalid_date value=2022-02-31");
    }
}
