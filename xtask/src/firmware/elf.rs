//! As much of ELF as is needed to find the sections of a 32-bit little-endian image.

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) address: u32,
    /// Where its bytes lie in the file.
    pub(super) offset: usize,
    pub(super) bytes: u64,
    /// It takes memory of the device.
    pub(super) is_loaded: bool,
}

/// An image.
#[derive(Debug)]
pub(super) struct Elf<'a> {
    bytes: &'a [u8],
    pub(super) sections: Vec<Section>,
}

/// Tool Interface Standard, ELF 1.2, figures 1-3 and 1-8: flag of sections in memory.
const SHF_ALLOC: u32 = 2;
/// Bytes of an entry of the table.
const ENTRY_BYTES: usize = 40;

impl<'a> Elf<'a> {
    /// Reads the table of sections.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        const SHORT: &str = "the file is cut short";
        if bytes.get(..6) != Some(b"\x7fELF\x01\x01") {
            return Err("not a 32-bit little-endian ELF file");
        }
        let mut elf = Self { bytes, sections: Vec::new() };
        let table = elf.word(32).ok_or(SHORT)? as usize;
        let [count, names] = [48, 50].map(|at| elf.half(at));
        let (count, names) = (count.ok_or(SHORT)?, names.ok_or(SHORT)?);
        let names = elf.word(table + usize::from(names) * ENTRY_BYTES + 16).ok_or(SHORT)? as usize;
        for n in 0..usize::from(count) {
            let section = elf.section(table + n * ENTRY_BYTES, names).ok_or(SHORT)?;
            elf.sections.push(section);
        }
        Ok(elf)
    }

    fn section(&self, at: usize, names: usize) -> Option<Section> {
        let name = self.bytes.get(names + self.word(at)? as usize..)?.split(|byte| *byte == 0).next()?;
        Some(Section {
            name: String::from_utf8_lossy(name).into_owned(),
            is_loaded: self.word(at + 8)? & SHF_ALLOC != 0,
            address: self.word(at + 12)?,
            offset: self.word(at + 16)? as usize,
            bytes: self.word(at + 20)?.into(),
        })
    }

    fn word(&self, at: usize) -> Option<u32> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    fn half(&self, at: usize) -> Option<u16> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with the sections "" and ".x", and their names in ".x".
    fn file() -> Vec<u8> {
        let mut bytes = b"\x7fELF\x01\x01".to_vec();
        bytes.resize(52, 0);
        bytes[32..36].copy_from_slice(&56_u32.to_le_bytes());
        bytes[48..50].copy_from_slice(&2_u16.to_le_bytes());
        bytes[50..52].copy_from_slice(&1_u16.to_le_bytes());
        bytes.extend(b"\0.x\0");
        bytes.resize(56 + ENTRY_BYTES, 0);
        for word in [1_u32, 1, SHF_ALLOC, 0xf000, 52, 4, 0, 0, 1, 0] {
            bytes.extend(word.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn sections_are_found_by_name() {
        let bytes = file();
        let elf = Elf::parse(&bytes).unwrap();
        let wanted = Section { name: ".x".into(), address: 0xf000, offset: 52, bytes: 4, is_loaded: true };
        assert_eq!(elf.sections[1], wanted);
        assert!(!elf.sections[0].is_loaded);
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let bytes = file();
        for end in 0..bytes.len() {
            assert!(Elf::parse(&bytes[..end]).is_err() || end >= 56 + ENTRY_BYTES + 24, "cut at {end}");
        }
    }
}
