ui-clinical-menu = Cases
ui-clinical-palette = Cases by number
ui-clinical-cases = Cases
ui-clinical-none = No cases in the areas and diseases looked at.
ui-clinical-number = Number
ui-clinical-person = Person
ui-clinical-disease = Disease
ui-clinical-class = Class
ui-clinical-state = State
ui-clinical-onset = Onset
ui-clinical-week = Week of onset
ui-clinical-area = Area
ui-clinical-opened = Opened
ui-clinical-reported = Reported
ui-clinical-case = Case { $number }
ui-clinical-known = What is known
ui-clinical-owed = What is owed
ui-clinical-nothing-owed = Nothing is owed.
ui-clinical-duty = Duty
ui-clinical-holder = Who owes it
ui-clinical-due = Due
ui-clinical-contacts = { $count ->
    [one] 1 contact
   *[other] { $count } contacts
}
ui-clinical-no-contacts = No contacts have been determined.
ui-clinical-contact-class = Class of contact
ui-clinical-last-exposure = Last exposure
ui-clinical-reached = Reached
ui-clinical-orders = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
ui-clinical-measure = Measure
ui-clinical-from = From
ui-clinical-until = Until
ui-clinical-history = History
ui-clinical-first-positive = First positive sample
ui-clinical-isolated = Isolated
ui-clinical-admitted = Admitted
ui-clinical-severity = Severity
ui-clinical-symptoms = Symptoms
ui-clinical-unit = Diagnosed by
ui-clinical-rule = Class by
ui-clinical-reason = Reason
ui-clinical-outcome = Outcome
ui-clinical-early-detection = Onset to first positive sample
ui-clinical-early-reporting = Result to report
ui-clinical-early-isolation = Result to isolation
ui-clinical-early-treatment = Result to admission
ui-clinical-classify = Classify
ui-clinical-classify-title = Classify case { $number }
ui-clinical-classify-send = Record the class
ui-clinical-reason-hint = Why the rules in force do not give this class by themselves. It stands in the history for ever.
