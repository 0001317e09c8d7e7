# How it stands with an installation, and what to do about it.

health-word-good = good
health-word-warning = warning
health-word-fault = fault
health-sum-good = All is well.
health-sum-warning = It works, with { $warnings ->
    [1] one warning
   *[other] { $warnings } warnings
}.
health-sum-fault = { $faults ->
    [1] One fault
   *[other] { $faults } faults
} to mend, { $warnings ->
    [1] one warning
   *[other] { $warnings } warnings
}.
health-folder-good = The data folder { $path } is private.
health-folder-open = Other users of this machine may look into the data folder { $path }. Make it private: chmod 700.
health-keys-good = The key ring { $path } is there and private.
health-keys-open = Other users of this machine may read the key ring { $path }. Make it private: chmod 600.
health-keys-missing = There is no key ring at { $path }. Put the key file back from its copy; without it no name can be read.
health-disk-good = { $free } of { $all } MiB are free.
health-disk-low = Only { $free } of { $all } MiB are free. Make room before nothing can be recorded.
health-disk-full = Only { $free } MiB are free; soon nothing can be recorded. Make room now.
health-provider-good = The identity provider { $issuer } answers, and its keys are known.
health-provider-unreachable = Nobody can log in through the identity provider { $issuer }: { $detail }. Check oidc.issuer to the letter, the way there (name, port, proxy), its certificate (oidc.ca_file for an authority of your own), and that it runs.
health-provider-no-keys = The identity provider { $issuer } shows no key that a signature could be checked with (jwks_uri). Have it sign with RSA, ECDSA or EdDSA.
health-provider-no-algorithm = The identity provider { $issuer } signs with no algorithm that is accepted. Set it to RS256, PS256, ES256 or EdDSA.
health-provider-no-tokens = The identity provider { $issuer } has no token_endpoint. Turn on the authorization code flow there.
health-provider-no-pkce = The identity provider { $issuer } says that it does not do PKCE with S256. Log-ins send it all the same; turn it on there.
health-provider-no-log-out = The identity provider { $issuer } has no end_session_endpoint, so that oidc.log_out = "provider" does nothing.
health-backup-good = The last backup is of { $at }.
health-backup-old = The last backup is { $days } days old ({ $at }). Run fenghuo admin backup, and let a timer do it daily.
health-backup-none = No backup has been made from this data folder. Run fenghuo admin backup, and let a timer do it daily.
health-database-good = The database answers: { $engine } { $version }, { $size } MiB.
health-database-unreachable = The database does not answer: { $detail }. Check that it runs, its address and its password.
health-postgres-good = PostgreSQL keeps what is committed.
health-postgres-old = PostgreSQL { $version } is older than { $oldest }. Upgrade it.
health-postgres-unsafe = PostgreSQL may lose what was committed, for these settings are off: { $settings }. Turn them on and restart it.
health-schema-good = The tables have this program's version, { $program }.
health-schema-none = There are no tables. Run fenghuo admin init, or fenghuo admin restore.
health-schema-older = The tables have version { $database }, this program { $program }. Make a backup with the old program, then start this one: it upgrades them.
health-schema-newer = The tables have version { $database }, newer than this program ({ $program }). Use the newer program.
health-tables-rebuilding = A rebuild of the tables has begun and not ended. Run fenghuo admin rebuild again.
health-tables-restoring = A restore has begun and not ended. Run fenghuo admin restore again.
health-journal-good = The ends of the journal's chains are whole: { $facts } facts. The whole of it is proven by fenghuo admin verify.
health-journal-broken = The journal chain of { $writer } is broken at entry { $seq } ({ $detail }). Stop the server, keep everything as it is, and compare with a backup.
health-ring-good = The key ring opens the persons' keys.
health-ring-wrong = The key ring does not open what these keys closed: { $numbers }. It is another one, or lacks them; put the right key file in its place.
health-index-good = Everybody is filed in the search index.
health-index-old = Not everybody is filed in the search index, so a search may miss people. The server files them by itself; fenghuo admin reindex does it without one.
health-clock-good = The clock stands behind the last fact.
health-clock-behind = The clock shows { $now }, but a fact was recorded at { $last }. Set the machine's clock and let it follow a time server.
health-timers-good = A server keeps the timers.
health-timers-stopped = No server has kept the timers since { $at }: nothing is warned of or escalated. Start the server.
health-timers-never = No server has kept the timers yet. Start the server.
health-users-good = { $count } users, each at a post.
health-users-none = There is no user. Run fenghuo admin user.
health-users-without-post = { $without } of { $count } users hold no post and can do nothing. Give them one, or disable them.
health-areas-good = { $count } areas with their time zones.
health-areas-none = There are no areas. Run fenghuo admin init.
health-areas-unknown-zone = These time zones of areas are unknown: { $zones }. Load the areas again with a zone of the tz database.
health-areas-unreadable = The areas, units and posts do not fit together ({ $detail }). Call the maintainers.
health-posts-good = Each of { $count } units has a duty post.
health-posts-no-duty-post = { $count } units have no duty post, so an escalation to them reaches nobody (first { $first }). Give them posts.

cli-purge-certificate = Certificate { $id }, SHA-256 { $hash }; its hash stands in the journal. It is kept and shown by the interface (certificates).
cli-purge-dry-run = Nothing was erased. Without --dry-run it is.
retention-person = persons
retention-command-key = keys of commands
retention-session = sessions
retention-outbox = changes told
retention-audit = the audit: who looked, searched, took away, was refused
cli-erasing = Erasing again
cli-erased-again = { $listed } persons are listed; { $erased } of them were here and are erased again.
api-no-console = This program was built without the console; the interface is at /api/v1.
