ui-testing-take-menu = Samples
ui-testing-take-title = Samples to take
ui-testing-take-note = { $left } of { $all } still to take today
ui-testing-somebody-else = Somebody else
ui-testing-labels = { $count ->
    [one] 1 label
   *[other] { $count } labels
}
ui-testing-print = Print
ui-testing-closed = There is no network, and what is kept here opens only after a log-in.
ui-testing-none-kept = No list is kept on this phone. Open this page once where there is a network.
ui-testing-none-due = No sample is due any more today.
ui-testing-no-orders = Samples of people under an order are shown to those who may read orders. Everybody else is found by name or number.
ui-testing-from = from { $when }
ui-testing-due = by { $when }
ui-testing-today = today
ui-testing-late = late since { $when }
ui-testing-take = Take
ui-testing-find-title = Whose sample?
ui-testing-find-purpose = Taking a sample
ui-testing-name = Name
ui-testing-phone = Telephone
ui-testing-id-number = Identity number
ui-testing-disease = Disease
ui-testing-find = Find
ui-testing-candidates = { $count ->
    [one] Somebody like this is known already. Is it the one?
   *[other] { $count } people like this are known already. Is it one of them?
}
ui-testing-score = { $score } of 100 speaks for it
ui-testing-this-one = This one
ui-testing-register = Nobody is known: take in
ui-testing-register-other = None of them: take in somebody new
ui-testing-enter-menu = Enter results
ui-testing-enter-title = Enter results
ui-testing-enter-note = Scan a label wherever the cursor stands, then 1 for negative, 2 for positive, 3 for invalid.
ui-testing-not-lasting = This browser cannot keep anything sealed (that needs HTTPS). Results are lost when you close the page before they are sent.
ui-testing-without-label = Without a label
ui-testing-rest-negative = All the rest negative
ui-testing-record = { $count ->
    [one] Record 1 result
   *[other] Record { $count } results
}
ui-testing-record-positive = { $count ->
    [one] Record 1 result, { $positive } positive
   *[other] Record { $count } results, { $positive } positive
}
ui-testing-scan = Scan or type a label
ui-testing-scan-first = Scan the first label.
ui-testing-scanned-twice = This label is in the list already.
ui-testing-recorded-before = A result of this sample was recorded here before. Record it again only if it is another one.
ui-testing-not-a-label = This is not a label of ours, or it was misread: { $text }
ui-testing-person = Person
ui-testing-method = Method
ui-testing-sampled = Sampled
ui-testing-result = Result
ui-testing-ct = Ct
ui-testing-remove = Take out of the list
ui-testing-fault-result = Choose the result.
ui-testing-key-negative = Result of the marked row: negative
ui-testing-key-positive = Result of the marked row: positive
ui-testing-key-invalid = Result of the marked row: invalid
ui-testing-recorded = Just recorded
ui-testing-all-recorded = All that was recorded here
ui-testing-state-waiting = waiting to be sent
ui-testing-state-sent = sent
ui-testing-state-refused = refused
ui-testing-samples-menu = Samples taken
ui-testing-samples = Samples
ui-testing-samples-none = No samples in the areas and diseases looked at.
ui-testing-results-menu = Results
ui-testing-results = Test results
ui-testing-results-none = No results in the areas and diseases looked at.
ui-testing-state = State
ui-testing-unit = Taken by
ui-testing-lab = Laboratory
ui-testing-area = Area
ui-testing-resulted = Resulted
ui-testing-known = Recorded
ui-testing-do = To do
ui-testing-enter = Enter its result
