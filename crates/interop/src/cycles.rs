//! Circles among links that each point one step back.

use std::collections::BTreeMap;

/// The circles of a graph in which every node has at most one predecessor.
/// Each circle is given once, as its nodes from the least on, in the order of
/// the steps. Links of a node to itself are left out: they are named on their own.
pub(crate) fn circles<N: Ord + Copy>(predecessor: &BTreeMap<N, N>) -> Vec<Vec<N>> {
    // For each node the walk on which it was first met.
    let mut met: BTreeMap<N, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (walk, start) in predecessor.keys().enumerate() {
        let (mut path, mut node) = (Vec::new(), *start);
        while !met.contains_key(&node) {
            met.insert(node, walk);
            path.push(node);
            let Some(next) = predecessor.get(&node) else { break };
            node = *next;
        }
        // Back on this same walk: the path from there on is a circle.
        if met.get(&node) == Some(&walk)
            && predecessor.contains_key(&node)
            && let Some(from) = path.iter().position(|member| *member == node)
        {
            let mut circle = path.split_off(from);
            if circle.len() > 1 {
                let least =
                    circle.iter().enumerate().min_by_key(|(_, member)| **member).map_or(0, |(at, _)| at);
                circle.rotate_left(least);
                found.push(circle);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_circle_once() {
        for (links, expected) in [
            (vec![], vec![]),
            (vec![(2, 1), (3, 2)], vec![]),
            (vec![(1, 1)], vec![]),
            (vec![(1, 2), (2, 1)], vec![vec![1, 2]]),
            (vec![(5, 3), (3, 1), (1, 2), (2, 3), (9, 5)], vec![vec![1, 2, 3]]),
            (vec![(1, 2), (2, 1), (3, 4), (4, 3), (0, 1)], vec![vec![1, 2], vec![3, 4]]),
        ] {
            assert_eq!(circles(&links.into_iter().collect()), expected);
        }
    }
}
