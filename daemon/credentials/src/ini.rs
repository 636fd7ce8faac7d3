//! The files that AWS's SDKs share, as Python's configuration parser reads them, which is how botocore reads them.

use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Settings of one section.
pub(crate) type Section = BTreeMap<String, Zeroizing<String>>;

/// Reads a file: sections by the name in their brackets. Names of settings are in lower case. What lies deeper, indented under
/// a setting, is of other services and left out.
///
/// # Errors
/// The number of the first line that is none of these.
pub(crate) fn read(text: &str) -> Result<BTreeMap<String, Section>, usize> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut section: Option<&mut Section> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            if section.is_none() {
                return Err(number);
            }
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let (name, _) = rest.split_once(']').ok_or(number)?;
            section = Some(sections.entry(name.to_owned()).or_default());
            continue;
        }
        let (name, value) = line.split_once(['=', ':']).ok_or(number)?;
        let section = section.as_mut().ok_or(number)?;
        section.insert(name.trim().to_ascii_lowercase(), Zeroizing::new(value.trim().to_owned()));
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn sections_settings_and_comments() {
        let text = "# first\n[default]\nRegion = eu-central-1\naws_secret_access_key=a=b#c ; d\n; x\n\ns3 =\n  max = 1\n\
                    [profile a b]\nx: y\r\n";

        let read = read(text).unwrap();

        assert_eq!(read.keys().collect::<Vec<_>>(), ["default", "profile a b"]);
        assert_eq!(*read["default"]["region"], "eu-central-1");
        assert_eq!(*read["default"]["aws_secret_access_key"], "a=b#c ; d");
        assert_eq!(*read["default"]["s3"], "");
        assert_eq!(*read["profile a b"]["x"], "y");
    }

    #[test]
    fn a_line_that_is_nothing_is_named() {
        for (text, line) in [("a = b", 1), ("[a]\nb", 2), ("[a\n", 1), (" a = b", 1)] {
            assert_eq!(read(text), Err(line), "{text}");
        }
    }
}
