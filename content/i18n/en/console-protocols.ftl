# The protocol room: editions and overlays, their rules, what differs, what would follow.

ui-protocols-menu = Protocols
ui-protocols-title = Protocols
ui-protocols-note = The rules that bind: what is in force where and when, each rule with its source.
ui-protocols-force = In force
ui-protocols-on = on
ui-protocols-none = No protocol is in force here on { $day }.
ui-protocols-timeline = In time
ui-protocols-all = All editions and overlays
ui-protocols-edition = Edition
ui-protocols-edition-of = Edition { $edition }
ui-protocols-disease = Disease
ui-protocols-kind = Kind
ui-protocols-base = edition
ui-protocols-overlay = overlay
ui-protocols-overlays = Overlays down to here
ui-protocols-no-overlay = none
ui-protocols-general = part of every edition
ui-protocols-where = Where
ui-protocols-everywhere = everywhere
ui-protocols-from = From
ui-protocols-until = Until
ui-protocols-span = In force
ui-protocols-open = open
ui-protocols-rules = Rules
ui-protocols-unconfirmed = Unconfirmed
ui-protocols-unconfirmed-count = { $count } unconfirmed
ui-protocols-orders = Running orders
ui-protocols-review = Compare
ui-protocols-review-title = Compare running orders: { $disease }
ui-protocols-review-text = Every running order under another edition gets a proposal on record: keep, shorten, convert or lift. No order is changed by it; a person decides. Done twice it adds nothing.
ui-protocols-reviewed = { $count ->
    [0] { $disease }: no running order needs another proposal.
    [one] { $disease }: one proposal was recorded.
   *[other] { $disease }: { $count } proposals were recorded.
}

## Short forms

ui-protocols-notation = Short forms
ui-protocols-notation-text = The same sign has meant different things in different places and times.
ui-protocols-notation-label = For example 14+2
ui-protocols-notation-read = What does it mean here?
ui-protocols-notation-means = Means
ui-protocols-notation-form = Regime
ui-protocols-notation-days = Days
ui-protocols-notation-rule = To the rule
ui-protocols-days = { $count ->
    [one] one day
   *[other] { $count } days
}

## Rules

ui-protocols-back = All protocols
ui-protocols-with = with the overlays down to
ui-protocols-beside = Beside another edition…
ui-protocols-has-unconfirmed = { $count ->
    [one] One of these rules is unconfirmed: nobody has seen the official text.
   *[other] { $count } of these rules are unconfirmed: nobody has seen the official text.
}
ui-protocols-has-stricter = { $count ->
    [one] An overlay makes one rule stricter than the edition above it.
   *[other] Overlays make { $count } rules stricter than the edition above them.
} { $unapproved ->
    [0] Those above have approved it.
    [one] One of them nobody above has approved.
   *[other] { $unapproved } of them nobody above has approved.
}
ui-protocols-search = Search rules
ui-protocols-section = Section
ui-protocols-confidence = Confidence
ui-protocols-only-changed = Only what differs
ui-protocols-count = { $count ->
    [one] One rule
   *[other] { $count } rules
}
ui-protocols-rule = Rule
ui-protocols-says = Says
ui-protocols-source = Source
ui-protocols-requirement = Mechanism
ui-protocols-add-on = stricter, approved by nobody above
ui-protocols-here = Here
ui-protocols-there = Beside
ui-protocols-not-there = not there
ui-protocols-change = What differs
ui-protocols-diff-text = Read from { $beside } to { $here }: what is added, removed, stricter or looser here.

## Trial

ui-protocols-tab-book = Rule book
ui-protocols-tab-trial = What would follow?
ui-protocols-trial = What would follow?
ui-protocols-trial-note = A case put to the rules: its class, who owes what by when, contacts, days of isolation, each with its rule. Nothing is recorded.
ui-protocols-trial-case = From a recorded case
ui-protocols-trial-case-text = What happened to it is taken over; what the rules made of it follows again, under whichever edition you choose.
ui-protocols-trial-number = Number of the case
ui-protocols-trial-take = Take it
ui-protocols-trial-taken = Taken over from { $number }.
ui-protocols-trial-no-case = There is no such case in your areas.
ui-protocols-trial-stated = What is stated
ui-protocols-trial-under = Under
ui-protocols-trial-then = what was in force then
ui-protocols-trial-now = Looked at
ui-protocols-trial-now-hint = When the last of it happened, unless you say a moment.
ui-protocols-trial-happened = What happened
ui-protocols-trial-what = What
ui-protocols-trial-at = When
ui-protocols-trial-method = Method
ui-protocols-trial-result = Result
ui-protocols-trial-onset = Onset
ui-protocols-trial-symptoms = Symptoms
ui-protocols-trial-stage = Stage
ui-protocols-trial-add = Something else happened
ui-protocols-trial-met = Who was near
ui-protocols-trial-exposure = Exposure
ui-protocols-trial-from = From
ui-protocols-trial-until = Until
ui-protocols-trial-protected = protected
ui-protocols-trial-meet = Somebody else was near
ui-protocols-trial-remove = Remove
ui-protocols-trial-ask = What would follow?
ui-protocols-trial-example = Back to the example
ui-protocols-follows = What follows
ui-protocols-follows-class = Class
ui-protocols-follows-no-class = no case
ui-protocols-follows-nothing = Nothing follows by these rules.
ui-protocols-follows-owed = { $count ->
    [one] One duty
   *[other] { $count } duties
}
ui-protocols-follows-duty = Duty
ui-protocols-follows-who = Who owes it
ui-protocols-follows-own-unit = the unit of the fact
ui-protocols-follows-due = Due
ui-protocols-follows-ladder = Escalates
ui-protocols-follows-contacts = { $count ->
    [one] One exposure
   *[other] { $count } exposures
}
ui-protocols-follows-contact = Class of contact
ui-protocols-follows-window = Exposures count from
ui-protocols-follows-regime = Regime { $regime }
ui-protocols-follows-phases = Phases
ui-protocols-follows-tests = { $count ->
    [0] No tests
    [one] One test
   *[other] { $count } tests
}
ui-protocols-follows-day = day { $day }:
ui-protocols-follows-checks = Daily checks
ui-protocols-follows-made-up = Follows by the rules without having been stated:

## Period by period

ui-protocols-periods = { $disease }: period by period
ui-protocols-no-edition = none in force
ui-protocols-approved = approved from above
ui-protocols-not-approved = approved by nobody above
ui-protocols-letter = To the letter
