//! Chains of transmission as `GraphML`: nodes first, then links.

use super::Cell;
use super::json::push_xml;

/// A graph being written. Every node comes before the first link.
pub struct GraphWriter {
    nodes: Vec<&'static str>,
    links: Vec<&'static str>,
    out: Vec<u8>,
    count: u64,
}

impl GraphWriter {
    /// A graph whose nodes and links carry these attributes.
    pub fn new(nodes: &[&'static str], links: &[&'static str]) -> Self {
        let mut out = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n".to_vec();
        for (place, names) in [("node", nodes), ("edge", links)] {
            for name in names {
                let key = format!(
                    "<key id=\"{place}_{name}\" for=\"{place}\" attr.name=\"{name}\" attr.type=\"string\"/>\n"
                );
                out.extend_from_slice(key.as_bytes());
            }
        }
        out.extend_from_slice(b"<graph id=\"chains\" edgedefault=\"directed\">\n");
        Self { nodes: nodes.to_vec(), links: links.to_vec(), out, count: 0 }
    }

    /// Writes a node.
    pub fn node(&mut self, id: &str, cells: &[Cell]) {
        self.out.extend_from_slice(b"<node id=\"");
        push_xml(&mut self.out, id);
        self.out.extend_from_slice(b"\">");
        attributes(&mut self.out, "node", &self.nodes, cells);
        self.out.extend_from_slice(b"</node>\n");
    }

    /// Writes a link: who infected whom.
    pub fn link(&mut self, from: &str, to: &str, cells: &[Cell]) {
        self.count += 1;
        self.out.extend_from_slice(format!("<edge id=\"e{}\" source=\"", self.count).as_bytes());
        push_xml(&mut self.out, from);
        self.out.extend_from_slice(b"\" target=\"");
        push_xml(&mut self.out, to);
        self.out.extend_from_slice(b"\">");
        attributes(&mut self.out, "edge", &self.links, cells);
        self.out.extend_from_slice(b"</edge>\n");
    }

    /// The bytes that are ready to go; what is taken is no longer held.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Ends the graph; the bytes that were not taken.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(b"</graph>\n</graphml>\n");
        self.out
    }
}

fn attributes(out: &mut Vec<u8>, place: &str, names: &[&'static str], cells: &[Cell]) {
    for (name, cell) in names.iter().zip(cells).filter(|(_, cell)| **cell != Cell::Empty) {
        out.extend_from_slice(format!("<data key=\"{place}_{name}\">").as_bytes());
        push_xml(out, &cell.to_string());
        out.extend_from_slice(b"</data>");
    }
}
