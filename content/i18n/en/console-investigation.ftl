## Contacts and exposures

ui-investigation-menu-contacts = Contacts
ui-investigation-menu-exposures = Exposures
ui-investigation-menu-graph = Chains
ui-investigation-contacts = Contacts
ui-investigation-contacts-none = No contacts in the areas and diseases looked at.
ui-investigation-of-case = Only of case …{ $id }
ui-investigation-of-person = Only of person …{ $id }
ui-investigation-reach = Mark as reached
ui-investigation-reach-several = { $count ->
    [one] Mark 1 as reached
   *[other] Mark { $count } as reached
}
ui-investigation-person-label = Person
ui-investigation-class = Class
ui-investigation-state = State
ui-investigation-case = Case
ui-investigation-disease = Disease
ui-investigation-last = Last exposure
ui-investigation-first = First exposure
ui-investigation-determined = Determined
ui-investigation-reached = Reached
ui-investigation-area = Area
ui-investigation-contact = Contact
ui-investigation-in-graph = Show in the graph
ui-investigation-end = End the contact
ui-investigation-end-title = End this contact by hand?
ui-investigation-end-hint = Contacts end by themselves when their order does. End one by hand only where the rules cannot know.
ui-investigation-outcome = Outcome
ui-investigation-known = What is known
ui-investigation-by-rule = Class by
ui-investigation-exposures = Exposures
ui-investigation-exposures-none = No exposures in the areas and diseases looked at.
ui-investigation-exposures-none-here = No exposure of this person is recorded.
ui-investigation-exposure-none = This exposure is not there, or not for you.
ui-investigation-one-exposure = Exposure …{ $id }
ui-investigation-about = Who and what it is about
ui-investigation-orders = Orders
ui-investigation-orders-none = No order binds this person.
ui-investigation-measure = Measure
ui-investigation-from = From
ui-investigation-until = Until
ui-investigation-history = History
ui-investigation-kind = Kind of exposure
ui-investigation-standing = State
ui-investigation-end-from = From
ui-investigation-end-to = To
ui-investigation-marks = Marks
ui-investigation-transmission = infection passed
ui-investigation-transmission-said = The infection is held to have passed here, from the first to the second
ui-investigation-protected = Protection was effective
ui-investigation-retracted = retracted
ui-investigation-retract = Take the exposure back
ui-investigation-started = Began
ui-investigation-ended = Ended
ui-investigation-record = Record an exposure
ui-investigation-setting-hint = For example restaurant, classroom, bus.
ui-investigation-outside-person = { $name } (outside your areas, { $standing })

## The graph

ui-investigation-graph = Chains and exposures
ui-investigation-graph-one = Chain of one case
ui-investigation-graph-all = All chains
ui-investigation-graph-none = No cases of this disease in the areas looked at.
ui-investigation-graph-not-yours = Chains are for those who read cases.
ui-investigation-graph-undrawn = This browser cannot draw the picture. The reading view says the same in words.
ui-investigation-graph-label = Graph of { $count } people and places with { $links } links
ui-investigation-graph-keys = Arrow keys go from case to case: left to the infector, right to those infected, up and down to neighbours. Shift and an arrow moves the view, plus and minus zoom, 0 shows all, Enter opens the record, Escape lets go.
ui-investigation-view = View
ui-investigation-switch-view = Picture or words
ui-investigation-picture = Picture
ui-investigation-reading = In words
ui-investigation-layout = Arrangement
ui-investigation-by-generation = By generation
ui-investigation-by-time = By time
ui-investigation-tree = As a tree
ui-investigation-setting = Where it happened
ui-investigation-cases-only = Cases only
ui-investigation-unlinked = Without known infector ({ $count })
ui-investigation-find = Find a case number
ui-investigation-truncated = More hangs on this than is shown. Narrow the area or the disease.
ui-investigation-fetching = { $count } records so far…
ui-investigation-nearer = Nearer
ui-investigation-farther = Farther
ui-investigation-fit = Show all
ui-investigation-said = { $name }, infected { $infected }
ui-investigation-no-day = no day
ui-investigation-alone = Alone
ui-investigation-generation = Generation { $number }
ui-investigation-generation-label = Generation
ui-investigation-choose = Choose somebody in the picture, or find a case by its number.
ui-investigation-chosen = Who was chosen
ui-investigation-person = person …{ $id }
ui-investigation-outside = outside { $name }
ui-investigation-outside-hint = Outside your areas: shown as a neighbour sees it, and not to be opened.
ui-investigation-onset = Onset
ui-investigation-opened = Opened
ui-investigation-infector = Infected by
ui-investigation-unlinked-one = no infector known
ui-investigation-infected = { $count ->
    [one] Infected 1 person
   *[other] Infected { $count } people
}
ui-investigation-met = { $count ->
    [one] Met 1 other
   *[other] Met { $count } others
}
ui-investigation-more = { $count } more
ui-investigation-path = Way to somebody else
ui-investigation-path-to = To whom
ui-investigation-path-none = No way leads there over what is shown.
ui-investigation-has-infected = infected
ui-investigation-infected-by = was infected by
ui-investigation-same-place = was at the same place as
ui-investigation-has-met = met
ui-investigation-chain = { $count } cases from
ui-investigation-where = at: { $setting }
ui-investigation-contacts-count = { $count ->
    [one] 1 contact
   *[other] { $count } contacts
}
ui-investigation-infected-count = Infected
ui-investigation-met-count = Contacts
ui-investigation-legend = What the marks mean
ui-investigation-other-contacts = other contacts
ui-investigation-place = place
ui-investigation-outside-areas = outside your areas
ui-investigation-infection = infection
ui-investigation-exposure = exposure
ui-investigation-cases = Cases
ui-investigation-chains = Chains
ui-investigation-generations = Generations
ui-investigation-without-infector = Without known infector
ui-investigation-largest = Infected most
ui-investigation-largest-of = { $number } ({ $count })
ui-investigation-closure = Chains closed
ui-investigation-closed = yes
ui-investigation-not-closed = no: { $contacts } contacts without order, { $cases } unlinked cases in { $days } days
ui-investigation-export = Export
ui-investigation-export-png = Picture of what is seen (PNG)
ui-investigation-export-svg = Drawing of all (SVG)
ui-investigation-export-graphml = Graph for other programs (GraphML)
ui-investigation-export-hint = Nobody is named in it. Who made it, when and what for is in the audit, and in a note beside the file.
ui-investigation-export-running = The file is being made. You can close this: it will be among your files.
ui-investigation-export-failed = The file could not be made.
ui-investigation-purpose = What for
ui-investigation-as-known = as known on { $moment }
ui-investigation-numbers = { $nodes } people and places, { $links } links
