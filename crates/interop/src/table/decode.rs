//! Bytes into letters, a piece at a time. A byte that does not fit is a fault, never another letter.

use encoding_rs::{Decoder, DecoderResult};
use kernel::{Code, Error};
use std::io::Read;

use super::encoding::{Encoding, UNDEFINED_1252, is_foreign_run};

/// Bytes read at once.
const PIECE: usize = 64 << 10;
/// The longest run of bytes beyond ASCII that is looked at for another encoding.
const LONGEST_RUN: usize = 256;

/// A text that is read once from its beginning.
pub(super) struct Letters<R> {
    input: R,
    encoding: Encoding,
    /// The encoding is a guess, so that pieces of another one are looked for.
    guessed: bool,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Bytes of the file that have been decoded.
    taken: u64,
    letters: Vec<u8>,
    used: usize,
    ended: bool,
    /// A fault behind the letters that are still to be read.
    fault: Option<Error>,
    run: Vec<u8>,
}

impl<R: Read> Letters<R> {
    /// `input` stands behind the byte order mark, which had `mark` bytes.
    pub(super) fn new(input: R, encoding: Encoding, guessed: bool, mark: usize) -> Self {
        Self {
            input,
            encoding,
            guessed,
            decoder: encoding.decoder().new_decoder_without_bom_handling(),
            raw: vec![0; PIECE],
            taken: mark as u64,
            letters: Vec::new(),
            used: 0,
            ended: false,
            fault: None,
            run: Vec::new(),
        }
    }

    /// Bytes of the file that have been read.
    pub(super) const fn bytes(&self) -> u64 {
        self.taken
    }

    /// The next letters, as UTF-8; empty at the end. What is used of them is told with [`Self::use_up`].
    pub(super) fn fill(&mut self) -> Result<&[u8], Error> {
        while self.used == self.letters.len() {
            if let Some(fault) = self.fault.take() {
                self.ended = true;
                return Err(fault);
            }
            if self.ended {
                return Ok(&[]);
            }
            self.decode_piece()?;
        }
        Ok(&self.letters[self.used..])
    }

    /// Marks letters of [`Self::fill`] as used.
    pub(super) fn use_up(&mut self, bytes: usize) {
        self.used += bytes;
    }

    fn decode_piece(&mut self) -> Result<(), Error> {
        let read = loop {
            match self.input.read(&mut self.raw) {
                Ok(read) => break read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(Error::new(Code::ImportUnreadable).arg("detail", "read").caused_by(error));
                }
            }
        };
        self.ended = read == 0;
        // What cannot stand in such a text ends it: the letters before it are still read.
        let (raw, fault) = match self.unfit(read) {
            Some((at, end, code)) => (&self.raw[..at], Some(self.fault_at(code, end))),
            None => (&self.raw[..read], None),
        };
        let room = self.decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(PIECE * 4);
        self.letters.resize(room, 0);
        self.used = 0;
        let last = self.ended || fault.is_some();
        let (result, taken, written) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.letters, last);
        self.letters.truncate(written);
        self.fault = fault;
        if let DecoderResult::Malformed(length, after) = result {
            // The letter may have begun in the piece before.
            let behind = usize::from(length) + usize::from(after);
            let byte = (self.taken + taken as u64 + 1).saturating_sub(behind as u64);
            self.fault = Some(encoding_fault(Code::ImportEncoding, self.encoding, byte));
        } else if let Some(at) = self.letters.iter().position(|letter| *letter == 0) {
            self.letters.truncate(at);
            self.fault = Some(Error::new(Code::ImportNulByte));
        }
        self.taken += read as u64;
        Ok(())
    }

    /// The first bytes that such a text cannot hold: from where, to where, and why.
    fn unfit(&mut self, read: usize) -> Option<(usize, usize, Code)> {
        let raw = &self.raw[..read];
        let wide = matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let nul = raw.iter().position(|byte| *byte == 0).filter(|_| !wide);
        let undefined = raw
            .iter()
            .position(|byte| UNDEFINED_1252.contains(byte))
            .filter(|_| self.encoding == Encoding::Windows1252);
        let foreign =
            if self.guessed { foreign(self.encoding, &mut self.run, raw, self.ended) } else { None };
        [
            nul.map(|at| (at, at, Code::ImportNulByte)),
            foreign.map(|(at, end)| (at, end, Code::ImportMixedEncodings)),
            undefined.map(|at| (at, at, Code::ImportEncoding)),
        ]
        .into_iter()
        .flatten()
        .min_by_key(|(at, ..)| *at)
    }

    fn fault_at(&self, code: Code, at: usize) -> Error {
        if code == Code::ImportNulByte {
            return Error::new(code);
        }
        encoding_fault(code, self.encoding, self.taken + at as u64 + 1)
    }
}

fn encoding_fault(code: Code, encoding: Encoding, byte: u64) -> Error {
    Error::new(code).arg("encoding", encoding).arg("byte", byte)
}

/// Where a run of bytes beyond ASCII that is of another encoding begins and
/// ends. A run may have begun in the piece before.
fn foreign(encoding: Encoding, run: &mut Vec<u8>, raw: &[u8], ended: bool) -> Option<(usize, usize)> {
    if !matches!(encoding, Encoding::Gb18030 | Encoding::Windows1252) {
        return None;
    }
    let closing = ended.then_some(&b' ');
    for (at, byte) in raw.iter().chain(closing).enumerate() {
        if *byte >= 0x80 {
            if run.len() < LONGEST_RUN {
                run.push(*byte);
            }
        } else if !run.is_empty() {
            let found = run.len() < LONGEST_RUN && is_foreign_run(encoding, run);
            let from = at.saturating_sub(run.len());
            run.clear();
            if found {
                return Some((from, at));
            }
        }
    }
    None
}
