//! Packed files made by hand, sound and unsound.

use std::io::Write;

/// A packed file of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(content).expect("memory");
        let packed = packer.finish().expect("memory");
        let (at, packed_size, size) = (out.len() as u32, packed.len() as u32, content.len() as u32);
        let sizes: Vec<u8> = [0, packed_size, size].into_iter().flat_map(u32::to_le_bytes).collect();
        let name_size = (name.len() as u16).to_le_bytes();
        out.extend(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0");
        out.extend(&sizes);
        out.extend(name_size);
        out.extend([0, 0]);
        out.extend(name.as_bytes());
        out.extend(&packed);
        list.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
        list.extend(&sizes);
        list.extend(name_size);
        list.extend([0; 12]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let count = (parts.len() as u16).to_le_bytes();
    let (size, at) = (list.len() as u32, out.len() as u32);
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

const WORKBOOK: &str = r#"<workbook xmlns:r="r"><workbookPr date1904="DATE"/><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str =
    r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with one sheet, whose rows are given as XML.
pub fn workbook(rows: &str, shared: &str, from_1904: bool) -> Vec<u8> {
    let book = WORKBOOK.replace("DATE", if from_1904 { "1" } else { "0" });
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst>{shared}</sst>").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}
