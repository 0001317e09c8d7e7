//! The whole loop through its use cases, on SQLite and on a real PostgreSQL.
//!
//! Without PostgreSQL on this machine the second half returns at once and the
//! test kit says so.

extern crate fenghuo_app as app;

#[path = "rooms/access.rs"]
mod access;
#[path = "rooms/amend.rs"]
mod amend;
#[path = "rooms/areas.rs"]
mod areas;
#[path = "rooms/audit.rs"]
mod audit;
#[path = "rooms/boards.rs"]
mod boards;
#[path = "rooms/border.rs"]
mod border;
#[path = "rooms/catalogue.rs"]
mod catalogue;
#[path = "rooms/clinical.rs"]
mod clinical;
#[path = "rooms/commands.rs"]
mod commands;
#[path = "rooms/delegation.rs"]
mod delegation;
#[path = "rooms/duties.rs"]
mod duties;
#[path = "rooms/duty.rs"]
mod duty;
#[path = "rooms/editions.rs"]
mod editions;
#[path = "rooms/elsewhere.rs"]
mod elsewhere;
#[path = "rooms/exports.rs"]
mod exports;
#[path = "rooms/faults.rs"]
mod faults;
#[path = "rooms/glass.rs"]
mod glass;
#[path = "rooms/grants.rs"]
mod grants;
#[path = "rooms/handover.rs"]
mod handover;
#[path = "rooms/headquarters.rs"]
mod headquarters;
#[path = "rooms/homes.rs"]
mod homes;
#[path = "rooms/import_jobs.rs"]
mod import_jobs;
#[path = "rooms/investigation.rs"]
mod investigation;
#[path = "rooms/jobs.rs"]
mod jobs;
#[path = "rooms/law.rs"]
mod law;
#[path = "rooms/limits.rs"]
mod limits;
#[path = "rooms/line_lists.rs"]
mod line_lists;
#[path = "rooms/log_ins.rs"]
mod log_ins;
#[path = "rooms/merges.rs"]
mod merges;
#[path = "rooms/notices.rs"]
mod notices;
#[path = "rooms/orders.rs"]
mod orders;
#[path = "rooms/people.rs"]
mod people;
#[path = "rooms/processes.rs"]
mod processes;
#[path = "rooms/records.rs"]
mod records;
#[path = "rooms/secondary.rs"]
mod secondary;
#[path = "rooms/sentinel.rs"]
mod sentinel;
#[path = "rooms/shared_lists.rs"]
mod shared_lists;
#[path = "rooms/sight.rs"]
mod sight;
#[path = "rooms/situation.rs"]
mod situation;
#[path = "rooms/supervision.rs"]
mod supervision;
#[path = "rooms/suspicion.rs"]
mod suspicion;
#[path = "rooms/sweep.rs"]
mod sweep;
#[path = "rooms/taken_over.rs"]
mod taken_over;
#[path = "rooms/town.rs"]
mod town;
#[path = "rooms/trials.rs"]
mod trials;
#[path = "rooms/views.rs"]
mod views;
#[path = "rooms/withdrawal.rs"]
mod withdrawal;
#[path = "rooms/writers.rs"]
mod writers;

macro_rules! on_both {
    ($($room:ident: $($name:ident),+;)+) => {
        mod sqlite {$(mod $room {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::$room::$name(crate::town::Town::sqlite().await).await;
            }
        )+})+}
        mod postgres {$(mod $room {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(town) = crate::town::Town::postgres().await else { return };
                crate::$room::$name(town).await;
            }
        )+})+}
    };
}

on_both! {
    situation: every_number_is_the_length_of_the_list_behind_it,
        what_one_may_not_read_is_no_part_of_the_picture,
        incidence_is_told_where_population_is_known,
        a_curve_stands_on_the_days_of_its_cases,
        curves_and_boards_are_told_again_as_they_were;
    headquarters: a10_what_a_headquarters_did_is_told_again_as_it_was;
    duties: a_board_shows_ones_own_ones_units_and_ones_area,
        a_duty_tells_what_closes_it_its_ladder_and_its_story,
        every_unit_is_counted_page_after_page,
        samples_and_results_are_read_back;
    access: a_known_login_keeps_its_password_and_its_bar,
        a_post_is_given_by_who_administers_area_and_unit,
        an_account_is_not_taken_by_a_part_of_its_administrators,
        a_new_password_ends_every_session,
        a_session_that_was_ended_stays_ended,
        a_burst_of_guesses_is_counted_before_it_is_tried,
        an_ended_post_lets_do_nothing,
        the_stored_hash_of_a_command_is_keyed;
    log_ins: failures_are_counted_by_all_processes_together,
        an_address_waits_after_fifty_failures,
        a_password_set_by_another_is_changed_first,
        a_code_of_the_second_factor_is_good_once,
        a_role_may_ask_for_a_second_factor,
        a_user_is_listed_where_he_is_administered,
        sessions_are_listed_and_ended_one_by_one,
        a_withdrawn_role_is_noticed_by_every_process,
        a_key_does_what_its_owner_may_and_no_more,
        a_key_ends_by_itself_with_its_owner_and_by_his_administrator;
    audit: who_looked_at_a_person_is_one_question,
        denials_are_counted_and_not_piled_up,
        an_opened_glass_stands_where_it_was_opened,
        changes_of_accounts_and_settings_are_told_by_their_fields,
        a_purge_cuts_the_audit_where_its_certificate_says;
    grants: a_grant_for_a_disease_shows_its_records_alone,
        a_grant_for_a_disease_lets_its_records_be_made_alone,
        a_grant_ends_by_itself_and_names_known_diseases;
    people: a_person_is_found_by_number_phone_and_name,
        a_search_outside_the_areas_answers_as_for_nobody,
        an_identity_number_must_be_one_and_fit,
        two_with_one_number_are_told_to_whom_they_are_in_reach,
        what_was_changed_or_erased_is_found_no_more,
        another_area_tells_of_a_person_or_does_not,
        a_slip_in_a_name_of_any_length_does_no_harm;
    homes: a_household_is_joined_and_left,
        a_household_refuses_what_cannot_be,
        an_address_holds_for_its_days_and_goes_with_the_person;
    merges: merged_persons_are_one_and_two_again,
        a_merge_is_refused_where_it_makes_no_sense,
        a_merge_needs_both_in_reach,
        who_is_one_is_erased_and_held_as_one,
        a_merge_is_told_again_as_it_was;
    areas: the_heir_of_an_area_sees_its_old_cases,
        rights_follow_into_the_heir_only_when_that_is_said,
        after_a_split_no_part_sees_the_other,
        a_moved_or_recoded_area_keeps_its_records_rights_and_units,
        a_change_takes_the_administration_of_what_lies_above,
        a_rebuild_gives_duties_to_the_units_of_then,
        a_newer_table_becomes_changes_and_the_same_again_none,
        where_an_area_lies_and_who_lives_there_is_kept_and_summed;
    border: f05_a_chain_shows_one_step_beyond_the_border,
        a_pseudonym_is_one_for_an_area_and_another_for_the_next,
        an_end_of_an_exposure_beyond_the_border_is_told_like_that,
        every_stored_field_is_in_the_reviewed_list;
    glass: b08_a_broken_glass_shows_one_record_and_no_other,
        b08_the_owning_area_closes_and_reviews,
        b08_a_glass_is_broken_by_few_for_what_they_do_not_see,
        b08_openings_are_counted_and_end_with_the_role,
        b08_what_was_opened_is_told_again_by_a_rebuild;
    delegation: a_lent_grant_is_used_told_and_taken_back,
        a_lent_grant_ends_with_its_time_its_lender_and_his_post,
        a_grant_is_not_lent_on_nor_beyond_itself,
        a_taker_of_another_unit_needs_the_leave_of_an_office;
    handover: a_duty_passes_when_it_is_accepted_and_the_past_stays,
        what_is_rejected_withdrawn_or_unanswered_stays_the_givers,
        a_whole_watch_and_the_lead_of_a_case_are_handed_over,
        duties_are_handed_to_those_who_serve_there;
    processes: what_another_process_changes_is_taken_over,
        a_look_in_a_drill_is_recorded_at_the_time_of_the_wall;
    sentinel: d01_a_fever_seen_owes_one_report_and_the_report_closes_it,
        d02_a_report_is_late_from_the_first_second_after_two_hours,
        d02_an_unreported_fever_climbs_from_county_to_province,
        d02_steps_missed_while_the_server_was_down_are_taken_once,
        d03_a_patient_is_held_or_handed_over_and_not_let_go;
    clinical: f01_a_positive_test_opens_a_case_of_the_class_that_the_protocol_gives,
        f01_core_information_is_due_in_four_hours_and_the_report_in_a_day,
        f01_a_class_by_hand_needs_a_reason_and_is_not_overruled,
        d05_the_four_earlies_are_told_between_known_moments,
        e02_a_severe_case_without_a_plan_is_overdue_after_a_day,
        e01_an_admission_owes_a_plan;
    investigation: f02_an_exposure_counts_from_two_days_before_onset,
        f02_with_a_negative_sample_before_it_counts_from_that_sample,
        f02_a_contact_must_be_reached_within_a_day,
        f02_a_contact_of_a_contact_belongs_to_his_own_county,
        f05_a_chain_is_closed_when_all_contacts_are_controlled;
    secondary: h05_a_secondary_contact_is_released_when_both_are_negative,
        h05_a_secondary_contact_becomes_close_when_the_close_one_is_positive,
        f02_a_secondary_contact_who_met_the_case_himself_becomes_close,
        f02_whom_a_contact_meets_after_he_is_controlled_is_no_secondary_contact;
    suspicion: h08_a_suspected_contact_stays_in_isolation_until_he_is_infected,
        h08_a_case_by_rule_ends_the_contact_when_its_class_says_infected,
        f02_who_was_no_case_after_all_is_a_contact_again,
        f02_who_was_no_case_is_no_contact_when_his_days_are_over,
        f02_a_case_that_ends_as_discarded_gives_the_contact_back,
        f01_a_discarded_case_does_not_swallow_a_later_positive;
    withdrawal: a_withdrawn_step_of_a_case_is_taken_back,
        a_case_that_had_not_ended_is_open_again_with_its_duties,
        a_withdrawn_visit_report_or_meeting_is_taken_back,
        a_fact_is_withdrawn_once_and_by_whoever_may_record_it,
        f02_the_samples_of_a_case_move_its_window_when_they_come_and_go;
    elsewhere: d01_a_sentinel_reports_whoever_comes_to_it,
        a_result_belongs_to_where_the_person_lives_and_tells_nothing_else,
        f02_a_meeting_is_recorded_from_either_side_of_the_border;
    editions: h05_the_whole_life_of_a_contact_under_the_8th_edition,
        h05_the_whole_life_of_a_contact_under_the_9th_edition,
        h05_the_whole_life_of_a_contact_under_the_twenty_measures,
        h05_the_whole_life_of_a_contact_under_the_ten_measures,
        h05_fourteen_and_two_is_read_by_the_place,
        h05_a_new_edition_proposes_and_changes_nothing_by_itself,
        h05_no_secondary_contact_is_determined_under_the_twenty_measures;
    orders: h04_an_order_without_basis_reason_or_end_cannot_exist,
        h08_the_transfer_clock_stops_when_isolation_starts,
        h05_a_later_exposure_extends_the_order_and_its_days,
        h05_an_order_turned_from_the_site_to_the_home_says_so,
        h08_who_is_found_late_serves_only_the_missing_days,
        h08_a_contact_who_turns_case_keeps_his_history,
        h08_nobody_is_released_early_or_untested,
        h08_an_upheld_appeal_lifts_the_order,
        d08_a_missed_check_stays_open_and_is_listed,
        h04_one_order_controls_a_person_who_met_two_cases;
    notices: p02_a_link_shows_what_an_order_asks_and_nobody_else,
        p02_a_code_asks_for_what_its_bearer_knows_and_locks,
        p02_whatever_opens_nothing_is_answered_alike,
        p02_too_many_failures_from_an_address_wait,
        p02_uses_are_counted_and_end_at_their_most,
        p02_an_objection_by_a_notice_is_the_same_fact_and_names_nobody,
        p02_a_notice_is_given_out_and_revoked_by_whoever_may,
        p02_a_notice_goes_with_the_person_and_outlives_a_rebuild;
    trials: f01_a_trial_follows_as_the_records_do;
    amend: h04_an_order_names_only_what_is_its_own,
        h04_a_running_order_comes_to_stand_for_a_further_contact,
        h04_an_order_at_home_does_not_stand_for_a_close_contact,
        h05_the_timers_propose_when_an_edition_comes_into_force,
        p01_what_a_must_not_asks_for_cannot_be_left_out,
        p01_a_zone_kept_on_without_a_case_is_warned_of,
        p01_a_closure_is_not_prolonged_once_the_zone_is_low,
        p02_tests_and_days_in_a_site_beyond_are_told_like_days;
    jobs: a_job_is_carried_out_once, a_job_stops_at_its_next_step, what_a_dead_process_left_is_taken_up,
        a_stopping_server_gives_its_job_back, a_panic_fails_its_job_alone,
        jobs_are_seen_by_owner_and_administrator, files_are_given_to_whom_they_belong,
        a_file_is_read_from_any_place;
    limits: p01_arrivals_from_low_risk_areas_are_not_isolated,
        p01_a_market_in_a_low_risk_area_stays_open,
        p02_days_beyond_the_regime_are_told_and_counted;
    supervision: b01_a_listed_problem_climbs_until_somebody_else_has_verified_it,
        b01_a_returned_problem_gets_a_new_deadline;
    duty: c01_a_gap_warns_twelve_hours_ahead_and_closes_when_filled,
        c01_two_shifts_of_one_post_do_not_overlap;
    commands: d01_the_same_key_gives_the_same_receipt,
        d01_one_key_sent_many_times_at_once_is_recorded_once,
        two_changes_of_one_version_meet_only_once,
        a_withdrawn_fact_takes_its_obligations_with_it,
        evidence_that_is_withdrawn_opens_the_duty_again,
        a_waived_obligation_needs_a_reason_and_stays_waived,
        a_clock_that_ran_back_is_held_and_told;
    law: what_is_older_than_its_period_goes_with_a_certificate,
        rows_that_last_for_a_time_go,
        a_hold_keeps_whoever_asks_for_the_erasure,
        a_request_for_erasure_is_granted_by_a_right_or_refused_for_a_ground,
        a_period_is_set_by_who_administers_all;
    records: a_list_as_of_a_moment_shows_what_was_known_then,
        a_rebuild_gives_the_same_tables,
        an_erased_person_leaves_a_provable_journal,
        every_look_at_a_name_leaves_a_row,
        a_record_of_the_neighbouring_county_is_not_found,
        an_import_is_whole_or_not_at_all;
    sight: a_fact_is_shown_to_whoever_may_read_its_kind,
        a_fact_does_not_name_what_one_may_not_read,
        a_sentinel_hears_of_fevers_and_not_of_cases;
    writers: f01_two_processes_open_one_case_and_one_contact,
        a_rebuild_follows_every_process,
        a_rebuild_that_was_broken_off_is_begun_again,
        an_age_is_known_after_a_rebuild_and_stands_in_no_fact;
    views: a_view_is_its_keepers_alone, a_view_has_another_name_and_stays_what_it_was,
        a_shared_view_is_shown_to_ones_unit_and_changed_by_its_keeper_alone,
        a_view_keeps_nobodys_name_and_has_its_limits;
    boards: h04_the_four_musts_are_counted_and_the_missing_named,
        f05_a_chain_of_the_past_has_the_links_of_then;
    line_lists: two_counties_may_use_one_list_name_and_numbers,
        a_list_is_tried_out_before_its_first_row_is_recorded,
        a_circle_of_infection_is_refused_with_all_its_rows,
        links_to_nobody_are_told_and_none_is_invented,
        a_newer_edition_of_a_list_changes_what_it_says_otherwise,
        an_import_is_taken_back,
        history_is_recorded_and_owes_nothing,
        a_key_belongs_to_one_list,
        a_list_broken_off_in_the_middle_is_completed;
    import_jobs: a_file_that_was_sent_in_is_taken_in_by_a_job,
        refused_rows_come_back_as_a_file_and_the_result_names_nobody,
        a_job_takes_in_only_what_its_owner_sent_and_may;
    shared_lists: two_vintages_of_a_list_are_told_apart,
        links_of_a_list_with_unlisted_ends_are_reported;
    exports: nobody_is_named_unless_somebody_may_and_says_so, a_neighbour_gets_nothing,
        every_kind_is_written_in_every_format, one_moment_gives_one_file, a_file_says_what_it_is,
        a_formula_stays_a_text, chains_are_drawn, what_makes_no_sense_is_refused;
    taken_over: an_export_that_is_taken_over_is_exported_the_same,
        what_is_no_record_of_the_takers_area_is_refused;
    faults: impossible_input_is_refused_with_a_code_and_nothing_is_recorded;
    sweep: d02_ten_thousand_due_in_one_minute_are_swept_in_one_go,
        d02_a_step_without_a_superior_is_told_to_the_holder;
}
