//! Every number of a sure rule (confidence A or B) is changed in turn: some
//! worked example must notice at least nine of ten.

#[path = "support/content.rs"]
mod content;

use std::thread;

use fenghuo_protocol::mutate::{Fate, Judge, Mutant, mutants};

#[test]
fn examples_notice_nine_of_ten_changed_numbers() {
    let library = content::library();
    let judge = Judge::new(&library);
    let mutants: Vec<Mutant> = content::files().iter().flat_map(|(name, text)| mutants(name, text)).collect();
    let share = mutants.len().div_ceil(2).max(1);
    let fates: Vec<(&Mutant, Fate)> = thread::scope(|scope| {
        let workers: Vec<_> = mutants
            .chunks(share)
            .map(|part| {
                let judge = &judge;
                scope.spawn(move || part.iter().map(|m| (m, judge.fate(m))).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });

    let survivors: Vec<String> = fates
        .iter()
        .filter(|(_, fate)| *fate == Fate::Survived)
        .map(|(m, _)| format!("{}:{}: {} {}: {} -> {}", m.file, m.line, m.rule, m.field, m.from, m.to))
        .collect();
    let refused = fates.iter().filter(|(_, fate)| *fate == Fate::Refused).count();
    let noticed = fates.len() - survivors.len();
    println!("{} numbers, {noticed} noticed ({refused} of them by the loader)", fates.len());
    println!("survivors:\n{}", survivors.join("\n"));
    assert!(!fates.is_empty(), "no number to change");
    assert!(
        noticed * 10 >= fates.len() * 9,
        "only {noticed} of {} noticed; survivors:\n{}",
        fates.len(),
        survivors.join("\n")
    );
}
