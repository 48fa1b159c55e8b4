//! One file of a backup: lines of JSON, packed, and sealed when there is a key to seal to.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use age::stream::StreamWriter;
use age::x25519::{Identity, Recipient};
use age::{Decryptor, Encryptor};
use anyhow::{Context as _, anyhow, bail};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::keys::hex;

/// To whom the files are sealed, if to anybody.
pub(super) struct Seal(Option<Recipient>);

impl Seal {
    const END: &str = ".age";

    /// # Errors
    /// When the recipient is not an age key (`age1…`).
    pub fn to(recipient: &str) -> anyhow::Result<Self> {
        if recipient.is_empty() {
            return Ok(Self(None));
        }
        let recipient = recipient.parse::<Recipient>();
        Ok(Self(Some(recipient.map_err(|why| anyhow!("backup.recipient: {why}"))?)))
    }

    pub fn name(&self, plain: &str) -> String {
        if self.0.is_some() { Self::sealed_name(plain) } else { plain.to_owned() }
    }

    pub fn sealed_name(plain: &str) -> String {
        format!("{plain}{}", Self::END)
    }
}

/// Writes, and computes the fingerprint of what it wrote.
struct Marked {
    file: BufWriter<File>,
    sha256: Sha256,
}

impl Write for Marked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sha256.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

enum Wrapped {
    Plain(Marked),
    Sealed(StreamWriter<Marked>),
}

impl Write for Wrapped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Sealed(out) => out.flush(),
        }
    }
}

/// A new file that nobody else on this machine may read, sealed or not.
pub(super) fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

pub(super) struct FileWriter(GzEncoder<Wrapped>);

impl FileWriter {
    pub fn create(path: &Path, seal: &Seal) -> anyhow::Result<Self> {
        let file = private(path).with_context(|| format!("cannot write {}", path.display()))?;
        let marked = Marked { file: BufWriter::new(file), sha256: Sha256::new() };
        let wrapped = match &seal.0 {
            None => Wrapped::Plain(marked),
            Some(recipient) => {
                let encryptor = Encryptor::with_recipients(std::iter::once(recipient as _))?;
                Wrapped::Sealed(encryptor.wrap_output(marked)?)
            }
        };
        Ok(Self(GzEncoder::new(wrapped, Compression::fast())))
    }

    pub fn line(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.0, value)?;
        Ok(self.0.write_all(b"\n")?)
    }

    /// Makes the file last; its SHA-256 in hexadecimal.
    pub fn finish(self) -> anyhow::Result<String> {
        let marked = match self.0.finish()? {
            Wrapped::Plain(marked) => marked,
            Wrapped::Sealed(sealed) => sealed.finish()?,
        };
        let Marked { mut file, sha256 } = marked;
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(hex(&sha256.finalize()))
    }
}

pub(super) struct FileReader(BufReader<GzDecoder<BufReader<Box<dyn Read + Send>>>>);

impl FileReader {
    /// # Errors
    /// When a sealed file meets no identity, or one that does not open it.
    pub fn open(path: &Path, identity: Option<&Identity>) -> anyhow::Result<Self> {
        let what = || format!("cannot read {}", path.display());
        let file = BufReader::new(File::open(path).with_context(what)?);
        let sealed = path.extension().is_some_and(|end| end == "age");
        let bytes: Box<dyn Read + Send> = match (sealed, identity) {
            (false, _) => Box::new(file),
            (true, None) => {
                bail!("the backup is sealed: name the file of its identity (--identity)")
            }
            (true, Some(identity)) => {
                let decryptor = Decryptor::new_buffered(file).with_context(what)?;
                Box::new(decryptor.decrypt(std::iter::once(identity as _)).with_context(what)?)
            }
        };
        Ok(Self(BufReader::new(GzDecoder::new(BufReader::new(bytes)))))
    }

    /// The next line; none at the end.
    pub fn line<T: DeserializeOwned>(&mut self) -> anyhow::Result<Option<T>> {
        let mut line = Vec::new();
        if self.0.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&line)?))
    }
}

/// The SHA-256 of a file as it lies there, in hexadecimal.
pub(super) fn sha256(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("{} is missing", path.display()))?;
    let mut sha256 = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            return Ok(hex(&sha256.finalize()));
        }
        sha256.update(part.get(..read).unwrap_or_default());
    }
}
