//! Chains of transmission over asserted infector links: components,
//! generations, offspring, and whether a chain is closed (F05).

use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, VecDeque};

/// A forest of infections: nodes are cases by index, links go from infector to infected.
#[derive(Clone, Debug)]
pub struct Chains {
    generation: Vec<Option<u32>>,
    component: Vec<usize>,
    offspring: Vec<u32>,
}

impl Chains {
    /// Computes chains over `cases` nodes; links outside the range are left out.
    pub fn of(cases: usize, links: &[(usize, usize)]) -> Self {
        let mut sets = UnionFind::<usize>::new(cases);
        let mut infected_by = vec![Vec::new(); cases];
        let mut offspring = vec![0u32; cases];
        let mut has_infector = vec![false; cases];
        for &(from, to) in links.iter().filter(|(from, to)| *from < cases && *to < cases) {
            sets.union(from, to);
            infected_by[from].push(to);
            offspring[from] += 1;
            has_infector[to] = true;
        }
        let mut generation = vec![None; cases];
        let mut queue: VecDeque<usize> = (0..cases).filter(|&node| !has_infector[node]).collect();
        for &root in &queue {
            generation[root] = Some(0);
        }
        while let Some(node) = queue.pop_front() {
            let next = generation[node].unwrap_or(0) + 1;
            for &child in &infected_by[node] {
                if generation[child].is_none() {
                    generation[child] = Some(next);
                    queue.push_back(child);
                }
            }
        }
        Self { generation, component: sets.into_labeling(), offspring }
    }
    /// The generation of a case: 0 without a known infector. Absent inside a
    /// circle of links, which intake refuses.
    pub fn generation(&self, case: usize) -> Option<u32> {
        self.generation.get(case).copied().flatten()
    }
    /// How many a case infected.
    pub fn offspring(&self, case: usize) -> u32 {
        self.offspring.get(case).copied().unwrap_or(0)
    }
    /// Cases per generation, from 0.
    pub fn generations(&self) -> Vec<usize> {
        let mut counts = Vec::new();
        for generation in self.generation.iter().flatten() {
            let at = *generation as usize;
            if counts.len() <= at {
                counts.resize(at + 1, 0);
            }
            counts[at] += 1;
        }
        counts
    }
    /// Sizes of the components, greatest first.
    pub fn component_sizes(&self) -> Vec<usize> {
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for component in &self.component {
            *sizes.entry(*component).or_default() += 1;
        }
        let mut sizes: Vec<_> = sizes.into_values().collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }
    /// Whether two cases hang together.
    pub fn same_component(&self, a: usize, b: usize) -> bool {
        self.component.get(a).zip(self.component.get(b)).is_some_and(|(a, b)| a == b)
    }
}

/// Why a chain is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Contacts that nobody controls yet.
    pub uncontrolled_contacts: usize,
    /// Cases without a known infector opened within the quiet days.
    pub recent_unlinked_cases: usize,
    /// Days asked for without an unlinked case.
    pub quiet_days: u32,
}

impl Closure {
    /// Closed when all contacts of all cases are controlled and no unlinked
    /// case came up in the quiet days.
    pub const fn is_closed(&self) -> bool {
        self.uncontrolled_contacts == 0 && self.recent_unlinked_cases == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn f05_counts_components_generations_and_offspring() {
        let chains = Chains::of(6, &[(0, 1), (0, 2), (2, 3), (4, 9)]);
        assert_eq!(chains.component_sizes(), [4, 1, 1]);
        assert_eq!(chains.generations(), [3, 2, 1]);
        assert_eq!(chains.offspring(0), 2);
        assert!(chains.same_component(1, 3) && !chains.same_component(1, 4));
    }

    #[test]
    fn f05_chain_is_open_while_anybody_is_uncontrolled_or_unlinked() {
        let closure = |contacts, unlinked| Closure {
            uncontrolled_contacts: contacts,
            recent_unlinked_cases: unlinked,
            quiet_days: 14,
        };
        assert!(closure(0, 0).is_closed());
        assert!(!closure(1, 0).is_closed() && !closure(0, 1).is_closed());
    }

    proptest! {
        #[test]
        fn f05_every_case_of_a_forest_has_one_generation(parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            // Each case but the first may be infected by an earlier one: always a forest.
            let links: Vec<_> = parents.iter().enumerate().skip(1).map(|(i, p)| (p.index(i), i)).collect();
            let chains = Chains::of(parents.len(), &links);
            prop_assert_eq!(chains.generations().iter().sum::<usize>(), parents.len());
            prop_assert_eq!(chains.component_sizes().iter().sum::<usize>(), parents.len());
            for (from, to) in links {
                prop_assert_eq!(chains.generation(to), chains.generation(from).map(|g| g + 1));
            }
        }
    }
}
