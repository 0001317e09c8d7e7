# The room of files: imports, exports, jobs.

ui-files-menu = Files
ui-files-tab-desk = Import desk
ui-files-tab-imports = Imports
ui-files-tab-mappings = Mappings
ui-files-tab-exports = Exports
ui-files-tab-jobs = Jobs

## The desk

ui-files-desk = Import desk
ui-files-desk-note = Lists from other systems, as they are: CSV, Excel, JSON. Nothing is recorded before you say so.
ui-files-clear = Clear the desk
ui-files-drop = Drop files here, choose them, or paste a table
ui-files-drop-more = A further file
ui-files-drop-kinds = CSV, TSV, XLSX, JSON. Up to 2 GiB; cases, contacts, links and participants may come together.
ui-files-remove = Take { $name } off the desk
ui-files-looking = Looking how the file is to be read…
ui-files-too-large = This workbook is too large to be guessed at here. Choose a kept mapping; it will be read all the same.
ui-files-own-export = This is an export of Fenghuo. It needs no mapping: its records are taken over as they are.
ui-files-kind = Kind
ui-files-kept = Use a kept mapping
ui-files-kept-fits = { $name } (fits)
ui-files-as-text = As text
ui-files-as-form = As a form
ui-files-as-text-hint = The mapping as it is sent. What is wrong in it is told with its line when you try it.
ui-files-as-text-only = This mapping says more than the form can show. It can be corrected here and is sent as it is.
ui-files-heading-missing = The mapping names columns that the file does not have:
ui-files-column = Column
ui-files-column-blank = (without a heading)
ui-files-field = Field
ui-files-field-of = Field of the column { $heading }
ui-files-dropped = not taken in
ui-files-extra = kept as it is
ui-files-values = First values
ui-files-why = Why
ui-files-by-hand = chosen by you
ui-files-preview = { $count ->
    [one] The first row
   *[other] The first { $count } rows
}
ui-files-preview-table = The first rows of the file
ui-files-more = Dates, letters, empty cells, other columns

## Questions

ui-files-ask-disease = Which disease are these rows of?
ui-files-ask-dates = “{ $heading }” ({ $what }): day and month can be read either way. Which is it?
ui-files-ask-values = “{ $heading }” ({ $what }): what do these mean?
ui-files-ask-codes = “{ $heading }” ({ $what }): were these codes understood?
ui-files-ask-number = No column numbers the rows. They will be numbered by their place: the same row of a later file is the same case.
ui-files-ask-area = No column tells the area. To which area do the rows belong?
ui-files-ask-day = No column tells a day of onset, rash, confirmation or report.
ui-files-ask-understood = Understood
ui-files-ask-choose = Choose
ui-files-ask-nothing = nothing (an empty cell)
ui-files-ask-meaning = What “{ $value }” means

## More of a mapping

ui-files-more-disease = Disease of all rows
ui-files-more-disease-row = each row tells its own
ui-files-more-dates = Forms of dates
ui-files-more-dates-hint = Tried in this order. YYYY, MM or M, DD or D; all else stands for itself.
ui-files-more-dates-of = Form of: { $what }
ui-files-more-as-above = as above
ui-files-more-encoding = Encoding
ui-files-more-delimiter = Separator
ui-files-more-tab = tabulator
ui-files-more-guessed = is guessed
ui-files-more-sheet = Sheet
ui-files-more-sheet-first = the first one
ui-files-more-blanks = Mean an empty cell
ui-files-more-blanks-hint = for example NA, unknown
ui-files-more-extras = Columns without a field
ui-files-more-extras-none = are not taken in
ui-files-more-extras-all = are kept with the row
ui-files-more-extras-some = some are kept
ui-files-more-extras-which = Kept columns
ui-files-more-number = Number rows without a number by their place
ui-files-more-short = Cells may lack at the end of a row

## The list

ui-files-list = The list
ui-files-list-name = Name of the list
ui-files-list-name-hint = The same list under the same name next time: only what has changed is recorded, nothing twice.
ui-files-list-area = Area of the list
ui-files-list-area-hint = Rows that name no area belong here.
ui-files-list-area-widest = each row names its own
ui-files-history = Long past
ui-files-history-hint = Recorded as history: no duty follows, nobody is told.
ui-files-leave-out = Take in the sound rows even if others are refused
ui-files-leave-out-hint = Without this one faulty row refuses the whole file.
ui-files-before = Still to be done:
ui-files-wait = { $what } is still being looked at.
ui-files-no-mapping = { $what } has no mapping.
ui-files-lacking = A column is needed. { $what }.
ui-files-no-area = { $what } tells no area: choose one for the list.
ui-files-same-kind = Two files of the same kind cannot come in together: { $what }.
ui-files-no-list = The list has no name.{ $what }
ui-files-forgotten = The server no longer has a file that was sent before. It will be sent anew.
ui-files-try = Try it
ui-files-take = Take it in at once
ui-files-try-hint = A trial reads every row and tells what would happen; nothing is recorded. What is taken in can be taken back.
ui-files-sending = Sending { $size } MB…
ui-files-stop = Stop

## Kept mappings

ui-files-mappings = Kept mappings
ui-files-mappings-note = Seen by everybody who imports in their area or below it.
ui-files-mappings-none = No mapping has been kept. Keep one from the import desk.
ui-files-keep = Keep the mapping
ui-files-keep-title = Keep the mapping
ui-files-keep-text = Under this name everybody who imports in the area will find it. A mapping of the same name is replaced.
ui-files-mapping = Mapping
ui-files-mapping-name = Name
ui-files-mapping-area = Area
ui-files-mapping-saved = Kept
ui-files-mapping-forget = Forget
ui-files-mapping-forget-title = Forget the mapping “<name></name>”?
ui-files-mapping-forget-text = It is gone for everybody who imports in its area. Imports that used it stay as they are.

## Imports

ui-files-imports = Imports
ui-files-imports-none = No list has been taken in here.
ui-files-new = Import a list
ui-files-import = Import
ui-files-import-of = Import: { $list }
ui-files-state = State
ui-files-broken-off = This import was broken off in the middle. Sending the same file under the same name completes it; undoing takes back what was recorded.
ui-files-did = What was done
ui-files-did-history = Recorded as history: no duty followed.
ui-files-would = What would happen
ui-files-would-text = A trial: nothing has been recorded.
ui-files-refused-all = Nothing was taken in
ui-files-refused-all-text = { $count ->
    [one] One row was refused, and with it the whole file. Nothing has been recorded.
   *[other] { $count } rows were refused, and with them the whole file. Nothing has been recorded.
}
ui-files-count-rows = Rows
ui-files-count-new = New
ui-files-count-kept = Known before
ui-files-count-changed = Changed
ui-files-count-status = Another class
ui-files-count-rejected = Refused
ui-files-count-missing = In the list before, not in the file (they stay):
ui-files-count-links = Links:
ui-files-count-unlisted = Links with an end that nobody lists:
ui-files-take-all = Take in { $count } rows
ui-files-take-sound = Take in the { $count } sound rows
ui-files-take-consequence = What this file says is recorded as the list “{ $list }”.
ui-files-take-refused = { $count ->
    [one] One refused row is left out; you can mend it afterwards.
   *[other] { $count } refused rows are left out; you can mend them afterwards.
}
ui-files-take-duties = Cases and contacts that are new open duties, and those who owe them are told. The import can be taken back.
ui-files-take-history = It is recorded as history, no duty follows. The import can be taken back.
ui-files-to-desk = Back to the desk
ui-files-to-import = To the import
ui-files-warnings = { $count ->
    [one] One warning
   *[other] { $count } warnings
}
ui-files-warning-unlisted = An end of this link is in no row of the files or of the list. No one was invented.

## Refused rows

ui-files-refused = { $count ->
    [one] One row refused
   *[other] { $count } rows refused
}
ui-files-refused-of = { $count ->
    [one] One row refused of { $name }
   *[other] { $count } rows refused of { $name }
}
ui-files-refused-file = The file of refused rows
ui-files-refused-gone = The file of refused rows is no longer kept.
ui-files-refused-not-yours = The refused rows are shown to whoever sent the file.
ui-files-refused-first = The first { $count } are shown; the file has all of them.
ui-files-refused-text = The file holds these rows with what is wrong in four more columns. Mended, it can be sent as it is. Or take in the sound rows first and mend these here.
ui-files-mend-text = Mend the cells and send the rows again: they become part of the same list. What is still wrong comes back.
ui-files-mend-not = Mend these rows in the file and put it on the desk again, under the same name of the list.
ui-files-row = Row
ui-files-value = Value
ui-files-reason = Reason
ui-files-mend = Mend
ui-files-mend-send = { $count ->
    [one] Send one mended row
   *[other] Send { $count } mended rows
}
ui-files-mend-none = Nothing has been mended yet.
ui-files-cells-all = All cells of the row
ui-files-cells-fewer = Only the cells at fault

## Undo

ui-files-undo = Undo the import
ui-files-undo-title = Undo the import of “{ $list }”?
ui-files-undo-consequence = What this import recorded is withdrawn, duties that followed become void, and persons of whom nothing else is known are erased for good. Cases that somebody has worked on since stay, and will be named.
ui-files-undo-reason = Why it is undone
ui-files-undone = The import was taken back
ui-files-undone-text = { $count ->
    [one] One record was taken back.
   *[other] { $count } records were taken back.
}
ui-files-undone-stay = { $count ->
    [one] One case stays, since somebody has worked on it:
   *[other] { $count } cases stay, since somebody has worked on them:
}

## Exports

ui-files-exports = Exports
ui-files-exports-note = Records as files. Nobody is named unless you may and say so; every export is in the audit.
ui-files-export-new = A new export
ui-files-kinds = Records
ui-files-export-of = Of what is looked at:
ui-files-export-no-disease = (visits have no disease: all are written)
ui-files-format = Format
ui-files-class = Class
ui-files-contact-class = Class of contact
ui-files-opened-from = Opened from
ui-files-opened-until = Opened before
ui-files-as-of = As known by
ui-files-as-of-hint = Now, unless you say a moment.
ui-files-bom = With the mark of UTF-8, which some spreadsheets want
ui-files-identify = Name the persons
ui-files-identify-hint = Names, identity and phone numbers, addresses. Each person who is named is in the audit.
ui-files-de-identified-text = Nobody is named: ids are pseudonyms of this export, ages stand in bands of ten years, areas are counties. Dates stay as they are.
ui-files-fields = Fields
ui-files-fields-hint = All, unless you take some away. In bold: what names somebody.
ui-files-purpose = Purpose
ui-files-purpose-hint = What the file is for. It stands in the audit and beside the file.
ui-files-export = Export
ui-files-export-past = Go back to now to export; what was known by a moment is asked above.
ui-files-identify-title = Export with names?
ui-files-identify-consequence = The file will hold what names people. From the moment you download it nobody but you can keep it safe: encrypt it, hand it to nobody who does not need it, delete it when its purpose is met. Who was named is in the audit.
ui-files-identify-tick = I need the names for the purpose stated, and am answerable for the file.
ui-files-identified = names persons
ui-files-de-identified = names nobody
ui-files-rows = Rows
ui-files-links = Links
ui-files-name = File
ui-files-size = Size
ui-files-expires = Is deleted
ui-files-expired = The file is no longer kept. Export again.
ui-files-not-yours = Files are handed only to whoever asked for them.
ui-files-download = Download
ui-files-watermark = Watermark
ui-files-watermark-text = Beside each file stands another that says whose it is. Hand it on with the file.
ui-files-watermark-get = Download the watermark
ui-files-made = Made
ui-files-persons = Persons
ui-files-areas = Areas
ui-files-mode = Mode

## Jobs

ui-files-jobs = Jobs
ui-files-jobs-note = Long work goes on by itself: leave the page, come back, or look from another device.
ui-files-jobs-none = No job yet.
ui-files-job = Job
ui-files-job-of = { $kind }: { $title }
ui-files-trial = Trial of an import
ui-files-progress = Progress
ui-files-queued = Waiting for its turn.
ui-files-leave = You can leave this page: the work goes on, and stands among the jobs.
ui-files-stopping = stopping
ui-files-cancel = Stop the job
ui-files-cancel-title = Stop this job?
ui-files-cancel-import = It ends at its next step. What it has recorded by then stays, and can be taken back by undoing the import.
ui-files-cancel-other = It ends at its next step, and no file comes of it.
ui-files-was-cancelled = This job was stopped.
ui-files-asked = What was asked
ui-files-by = By
ui-files-submitted = Asked
ui-files-started = Begun
ui-files-finished = Ended
ui-files-area = Area
ui-files-files = Files
ui-files-yes = yes
