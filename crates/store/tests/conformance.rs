//! One suite, run on SQLite and on a real PostgreSQL.
//!
//! Without PostgreSQL on this machine the second half returns at once and the
//! test kit says so.

extern crate fenghuo_store as store;

#[path = "conformance/audit.rs"]
mod audit;
#[path = "conformance/bench.rs"]
mod bench;
#[path = "conformance/groups.rs"]
mod groups;
#[path = "conformance/jobs.rs"]
mod jobs;
#[path = "conformance/journal.rs"]
mod journal;
#[path = "conformance/obligations.rs"]
mod obligations;
#[path = "conformance/people.rs"]
mod people;
#[path = "conformance/portable.rs"]
mod portable;
#[path = "conformance/processes.rs"]
mod processes;
#[path = "conformance/schema.rs"]
mod schema;
#[path = "conformance/tallies.rs"]
mod tallies;
#[path = "conformance/versions.rs"]
mod versions;

macro_rules! on_both {
    ($($room:ident: $($name:ident),+;)+) => {
        mod sqlite {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$room::$name(super::bench::Bench::sqlite()).await;
            }
        )+)+}
        mod postgres {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(bench) = super::bench::Bench::postgres() else { return };
                super::$room::$name(bench).await;
            }
        )+)+}
    };
}

on_both! {
    schema: migrates_once_and_keeps_its_node, refuses_a_newer_database, refuses_an_edited_migration,
        tables_are_as_declared, every_value_survives_the_way_there_and_back;
    groups: one_failing_job_does_not_hurt_the_others, a_panic_is_an_error_of_its_job_alone,
        the_same_key_twice_in_one_group_is_seen, jobs_see_what_the_group_wrote_before,
        a_conflicting_job_fails_alone, numbers_of_failed_jobs_are_given_again,
        prefetched_answers_equal_asked_ones, closed_stores_refuse_jobs, many_jobs_at_once,
        a_rehearsal_answers_and_leaves_nothing;
    versions: a_version_ends_when_the_next_begins, two_versions_in_one_job, the_wrong_version_is_refused,
        a_stale_version_is_refused_when_written, a_neighbour_with_a_common_prefix_is_invisible,
        lists_page_from_the_newest, counts_follow_the_filter, related_rows_are_found_from_both_ends,
        a_version_does_not_begin_before_the_one_it_follows, a_walk_knows_the_edges_of_its_moment,
        contacts_are_counted_by_class_and_status;
    obligations: states_follow_from_times, lists_page_by_due_time, closing_twice_keeps_the_first,
        opening_twice_changes_nothing, open_ones_follow_the_group, timers_move_ten_thousand_at_once,
        the_past_does_not_know_what_came_later, a_close_is_seen_by_whoever_asks_later,
        tests_and_checks_of_orders_are_told_apart;
    journal: the_chain_verifies, tampering_is_found_where_it_is, a_missing_fact_is_found,
        facts_are_found_from_everything_they_name, replay_goes_by_recorded_time,
        a_rebuild_keeps_the_journal_and_its_references, the_clock_does_not_run_back, the_chain_goes_on_after_reopening;
    jobs: a_job_has_one_process_at_a_time, a_waiting_job_is_cancelled_at_once,
        jobs_are_seen_by_owner_and_area, files_come_back_in_chunks, a_file_that_is_not_whole_is_not_given,
        files_go_when_their_time_is_over, rotation_wraps_the_keys_of_files_again;
    people: values_come_back_and_every_look_is_recorded, outside_the_scope_nothing_is_read_or_recorded,
        erasure_makes_values_unreadable_and_keeps_the_chain, values_stand_sealed_in_the_tables,
        without_the_key_ring_nothing_opens, rotation_wraps_every_key_again, reference_data_is_replaced,
        whoever_is_filed_is_found_and_goes_with_his_values, everybody_is_filed_anew;
    audit: entries_are_chained_and_found, whatever_is_done_to_the_audit_is_found, a_chain_is_cut_and_goes_on,
        looks_of_before_get_a_chain;
    portable: a_backup_comes_back_fact_by_fact, a_damaged_backup_is_refused_whole,
        an_encrypted_backup_opens_by_its_key_alone, only_an_empty_database_takes_a_backup,
        a_restore_that_was_broken_off_is_begun_again, a_backup_sees_one_moment_while_others_write,
        there_and_back_is_the_same;
    tallies: tallies_are_the_counts_of_the_rows, what_stood_before_the_tallies_is_counted;
}
