//! Frames: a kind, a length, bytes, and a hash that chains every frame to all
//! before it. A missing, altered or moved frame is found where it stands.

use std::io::{self, Read, Write};

use kernel::{Code, Error};
use sha2::{Digest as _, Sha256};

/// How every backup begins.
pub(super) const MAGIC: &[u8; 15] = b"fenghuo-backup\n";

/// The most bytes of a frame that are believed: a row holds at most 1 GiB.
const MOST: u32 = 1 << 30;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Header = b'H',
    Table = b'T',
    Rows = b'R',
    End = b'E',
    Keys = b'K',
    Trailer = b'Z',
}

impl Kind {
    fn read(byte: u8) -> Option<Self> {
        [Self::Header, Self::Table, Self::Rows, Self::End, Self::Keys, Self::Trailer]
            .into_iter()
            .find(|kind| *kind as u8 == byte)
    }
}

fn link(chain: &[u8; 32], kind: u8, payload: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(chain);
    hash.update([kind]);
    hash.update((payload.len() as u64).to_be_bytes());
    hash.update(payload);
    hash.finalize().into()
}

pub(super) struct FrameWriter<W> {
    out: W,
    chain: [u8; 32],
}

impl<W: Write> FrameWriter<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, chain: Sha256::digest(MAGIC).into() })
    }
    pub(super) fn write(&mut self, kind: Kind, payload: &[u8]) -> io::Result<()> {
        let length = u32::try_from(payload.len()).ok().filter(|length| *length <= MOST);
        let length = length.ok_or_else(|| io::Error::other("a row is larger than 1 GiB"))?;
        self.chain = link(&self.chain, kind as u8, payload);
        self.out.write_all(&[kind as u8])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(payload)?;
        self.out.write_all(&self.chain)
    }
    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

/// Why a backup cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotABackup,
    Truncated,
    Altered,
    Trailing,
}

impl Fault {
    pub(super) fn error(self, byte: u64) -> Error {
        let fault = match self {
            Self::NotABackup => "not_a_backup",
            Self::Truncated => "truncated",
            Self::Altered => "altered",
            Self::Trailing => "trailing",
        };
        Error::new(Code::BackupUnreadable)
            .arg("fault", fault)
            .arg("byte", byte)
            .arg("table", "")
            .arg("row", 0)
    }
    pub(super) fn of(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Truncated } else { Self::Altered }
    }
}

pub(super) struct FrameReader<R> {
    input: R,
    chain: [u8; 32],
    /// Bytes read so far, behind compression and encryption.
    at: u64,
}

impl<R: Read> FrameReader<R> {
    pub(super) fn new(input: R) -> Result<Self, Error> {
        let mut reader = Self { input, chain: Sha256::digest(MAGIC).into(), at: 0 };
        let mut magic = [0; MAGIC.len()];
        reader.fill(&mut magic)?;
        if magic != *MAGIC { Err(Fault::NotABackup.error(0)) } else { Ok(reader) }
    }
    pub(super) const fn at(&self) -> u64 {
        self.at
    }
    /// The next frame.
    pub(super) fn read(&mut self) -> Result<(Kind, Vec<u8>), Error> {
        let begin = self.at;
        let mut head = [0; 5];
        self.fill(&mut head)?;
        let [kind, length @ ..] = head;
        let length = u32::from_be_bytes(length);
        let known = Kind::read(kind).filter(|_| length <= MOST);
        let known = known.ok_or_else(|| Fault::Altered.error(begin))?;
        // A false length must not take memory that the file does not fill.
        let mut payload = Vec::new();
        let read = (&mut self.input).take(u64::from(length)).read_to_end(&mut payload);
        self.at += payload.len() as u64;
        read.map_err(|error| Fault::of(&error).error(self.at))?;
        if payload.len() as u64 != u64::from(length) {
            return Err(Fault::Truncated.error(self.at));
        }
        let mut chain = [0; 32];
        self.fill(&mut chain)?;
        self.chain = link(&self.chain, kind, &payload);
        if chain == self.chain { Ok((known, payload)) } else { Err(Fault::Altered.error(begin)) }
    }
    /// Nothing follows the last frame.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        match self.input.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(Fault::Trailing.error(self.at)),
            Err(error) => Err(Fault::of(&error).error(self.at)),
        }
    }
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.input.read_exact(bytes).map_err(|error| Fault::of(&error).error(self.at))?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}
