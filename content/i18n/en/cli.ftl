# What the command line prints.

cli-error = Error: { $text }
cli-done = Done.
cli-none = No records.
cli-next-page = There is more; continue with --after { $cursor }
cli-rows = { $count } { $count ->
    [1] row
   *[other] rows
}
