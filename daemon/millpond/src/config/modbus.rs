//! Devices that are polled over Modbus.

use super::{Name, Place, Within};
use millpond_pack::modbus::{Decimal, Kind, Register, Table, WORDS_MAX};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Values of one device. Ours: a reading stays below 16 KiB.
const REGISTERS_MAX: usize = 128;

/// A device that is polled over Modbus.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Modbus {
    /// What its readings call it.
    pub(crate) name: Name,
    /// Host and port of a device, or of a converter before a line, that speaks Modbus TCP.
    pub(crate) address: Option<String>,
    /// The serial port of a line that speaks Modbus RTU.
    pub(crate) serial: Option<PathBuf>,
    /// Bits per second of that line.
    #[serde(default = "usual_baud")]
    pub(crate) baud: Within<1_200, 4_000_000>,
    /// The parity bit of that line.
    #[serde(default)]
    pub(crate) parity: Parity,
    /// The device's number on the line, or behind the address.
    #[serde(default = "first_unit")]
    pub(crate) unit: Within<0, 247>,
    /// Milliseconds between two polls.
    #[serde(default = "a_second")]
    pub(crate) every_ms: Within<10, 86_400_000>,
    /// Milliseconds that an answer may take.
    #[serde(default = "a_second")]
    pub(crate) timeout_ms: Within<10, 86_400_000>,
    /// Where its readings go.
    pub(crate) to: Place,
    /// What is read.
    pub(crate) registers: Vec<RegisterSetting>,
}

/// The parity bit of a serial line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Parity {
    /// None.
    None,
    /// Even.
    ///
    /// # Source
    /// MODBUS over Serial Line V1.02, 2.5.1: the default mode must be even parity.
    #[default]
    Even,
    /// Odd.
    Odd,
}

/// One value, as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterSetting {
    name: Name,
    #[serde(default)]
    table: TableName,
    register: u16,
    #[serde(rename = "type")]
    kind: KindName,
    #[serde(default = "one")]
    length: Within<1, 125>,
    #[serde(default)]
    words: WordOrder,
    scale: Option<f64>,
    offset: Option<f64>,
    unit: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TableName {
    #[default]
    Holding,
    Input,
    Coil,
    Discrete,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    U16,
    I16,
    U32,
    I32,
    F32,
    F64,
    Bool,
    String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WordOrder {
    #[default]
    Big,
    Little,
}

const fn usual_baud() -> Within<1_200, 4_000_000> {
    // MODBUS over Serial Line V1.02, 2.5.2: 19.2 kbit/s is the default.
    Within(19_200)
}

const fn first_unit() -> Within<0, 247> {
    Within(1)
}

const fn a_second() -> Within<10, 86_400_000> {
    Within(1_000)
}

const fn one() -> Within<1, 125> {
    Within(1)
}

impl Modbus {
    /// What contradicts itself in it.
    pub(super) fn contradiction(&self) -> Option<String> {
        let say = |text: &str| Some(text.to_owned());
        match (&self.address, &self.serial) {
            (None, None) => return say("needs address = \"host:port\" or serial = \"/dev/...\""),
            (Some(_), Some(_)) => return say("has address and serial; keep one"),
            (Some(address), None) if !is_host_and_port(address) => {
                return Some(format!("has address {address:?}, which is not host:port"));
            }
            _ => {}
        }
        if !(1..=REGISTERS_MAX).contains(&self.registers.len()) {
            return Some(format!("reads {} registers; 1 to {REGISTERS_MAX} work", self.registers.len()));
        }
        let mut names = BTreeSet::new();
        self.registers.iter().find_map(|register| {
            let name = register.name.as_str();
            let problem = if names.insert(name) { register.contradiction() } else { Some("stands twice") };
            problem.map(|problem| format!("register {name:?} {problem}"))
        })
    }

    /// What is read, in the terms of the protocol.
    pub(crate) fn registers(&self) -> Vec<Register> {
        self.registers.iter().map(RegisterSetting::register).collect()
    }
}

impl RegisterSetting {
    fn contradiction(&self) -> Option<&'static str> {
        let bits = matches!(self.table, TableName::Coil | TableName::Discrete);
        let numeric = !matches!(self.kind, KindName::Bool | KindName::String);
        let decimal = |number: Option<f64>| number.is_none_or(|number| Decimal::of(number).is_some());
        if bits && self.kind != KindName::Bool {
            return Some("is a coil or discrete input; its type is bool");
        }
        if self.kind != KindName::String && self.length.0 != 1 {
            return Some("has a length; only a string has one");
        }
        if !numeric && (self.scale.is_some() || self.offset.is_some()) {
            return Some("has a scale or offset; only a number has one");
        }
        if !decimal(self.scale) || !decimal(self.offset) {
            return Some("has a scale or offset with more than 12 places");
        }
        let last = u32::from(self.register) + u32::from(self.kind().words());
        (last > 1 << 16).then_some("ends beyond register 65535")
    }

    fn kind(&self) -> Kind {
        match self.kind {
            KindName::U16 => Kind::U16,
            KindName::I16 => Kind::I16,
            KindName::U32 => Kind::U32,
            KindName::I32 => Kind::I32,
            KindName::F32 => Kind::F32,
            KindName::F64 => Kind::F64,
            KindName::Bool => Kind::Bool,
            KindName::String => Kind::Text(u16::try_from(self.length.0).unwrap_or(WORDS_MAX)),
        }
    }

    fn register(&self) -> Register {
        Register {
            name: self.name.as_str().to_owned(),
            table: match self.table {
                TableName::Holding => Table::Holdings,
                TableName::Input => Table::Inputs,
                TableName::Coil => Table::Coils,
                TableName::Discrete => Table::Discretes,
            },
            address: self.register,
            kind: self.kind(),
            low_word_first: matches!(self.words, WordOrder::Little),
            scale: self.scale.and_then(Decimal::of),
            offset: self.offset.and_then(Decimal::of),
            unit: self.unit.clone(),
        }
    }
}

fn is_host_and_port(address: &str) -> bool {
    address.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn refusal(lines: &str) -> String {
        let text = format!("[[modbus]]\nname = \"m\"\nto = \"stream/s\"\n{lines}");
        Config::parse(&text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_what_to_do() {
        let one = "registers = [{ name = \"a\", register = 1, type = \"u16\" }]";
        for (lines, said) in [
            (one.to_owned(), "needs address"),
            (format!("address = \"h:502\"\nserial = \"/dev/x\"\n{one}"), "keep one"),
            (format!("address = \"host\"\n{one}"), "not host:port"),
            ("address = \"h:502\"\nregisters = []".into(), "1 to 128"),
        ] {
            assert!(refusal(&lines).contains(said), "{lines}: {}", refusal(&lines));
        }
        for (register, said) in [
            ("register = 1, type = \"u16\", table = \"coil\"", "its type is bool"),
            ("register = 1, type = \"u16\", length = 2", "only a string"),
            ("register = 1, type = \"bool\", scale = 2.0", "only a number"),
            ("register = 1, type = \"u16\", scale = 0.3333333333333333", "12 places"),
            ("register = 65535, type = \"f32\"", "65535"),
            ("register = 1, type = \"u17\"", "u17"),
        ] {
            let lines = format!("address = \"h:502\"\nregisters = [{{ name = \"a\", {register} }}]");
            assert!(refusal(&lines).contains(said), "{register}: {}", refusal(&lines));
        }
    }

    #[test]
    fn a_register_is_read_with_all_it_may_have() {
        let text = "[[modbus]]\nname = \"m\"\naddress = \"h:502\"\nto = \"queue/q\"\nregisters = [{ name = \"t\", table = \
                    \"input\", register = 7, type = \"i32\", words = \"little\", scale = 0.1, offset = -40.0, unit = \"°C\" }]";
        let config = Config::parse(text).unwrap();

        let registers = config.modbus[0].registers();

        assert_eq!(
            registers,
            [Register {
                name: "t".into(),
                table: Table::Inputs,
                address: 7,
                kind: Kind::I32,
                low_word_first: true,
                scale: Decimal::of(0.1),
                offset: Decimal::of(-40.0),
                unit: Some("°C".into()),
            }]
        );
        assert_eq!((config.modbus[0].unit.0, config.modbus[0].parity), (1, Parity::Even));
    }
}
