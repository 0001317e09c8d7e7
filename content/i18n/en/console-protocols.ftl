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
ui-protocols-file = File
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
ui-protocols-origin = From
ui-protocols-add-on = stricter, approved by nobody above
ui-protocols-here = Here
ui-protocols-there = Beside
ui-protocols-not-there = not there
ui-protocols-change = What differs
ui-protocols-diff-text = Read from { $beside } to { $here }: what is added, removed, stricter or looser here.
