//! Writes one service's `api.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::model::{Model, Operation, Shape, Target};
use super::overlay::Overlay;
use super::{names, pattern};

/// One service about to be written.
pub(super) struct Service<'a> {
    /// Folder name: `kinesis`.
    pub(super) id: &'a str,
    /// Its model.
    pub(super) model: &'a Model,
    /// What the model lacks.
    pub(super) overlay: Overlay,
    /// Operations of coverage.toml.
    pub(super) honoured: &'a BTreeSet<String>,
}

/// Shapes reachable from the honoured operations.
#[derive(Default)]
struct Reach {
    /// Every shape with a static.
    shapes: BTreeSet<String>,
    /// Structures that need a Rust type under their own name.
    nested: BTreeSet<String>,
    /// Error shapes.
    errors: BTreeSet<String>,
    /// Event streams.
    streams: BTreeSet<String>,
}

/// The whole file, before rustfmt.
pub(super) fn render(service: &Service<'_>) -> Result<String, String> {
    let reach = service.reach()?;
    let mut out = String::new();
    let version = &service.model.metadata.api_version;
    let _ = writeln!(out, "//! The wire of `{}` {version}, as its model states it.", service.id);
    let _ = writeln!(out, "//!");
    let _ = writeln!(out, "//! Written by `cargo xtask api` from {}; do not edit.\n", super::fetch::SOURCE);
    let mut body = String::new();
    service.render_service(&mut body)?;
    service.render_operations(&mut body)?;
    service.render_structures(&reach, &mut body)?;
    service.render_details(&reach, &mut body)?;
    service.render_errors(&reach, &mut body)?;
    service.render_shapes(&reach, &mut body)?;
    service.render_streams(&reach, &mut body)?;
    render_uses(&body, &mut out);
    out.push_str(&body);
    Ok(out)
}

fn render_uses(body: &str, out: &mut String) {
    if body.contains("BTreeMap<") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    let items = ["EventStream", "Kind", "Member", "Operation", "Pattern", "Range", "ServiceSchema", "Shape"];
    let used =
        |item: &&&str| ["::", " {", "]", " ="].iter().any(|next| body.contains(&format!("{item}{next}")));
    let mut used: Vec<&str> = items.iter().filter(used).copied().collect();
    if body.contains("&EMPTY") {
        used.push("EMPTY");
    }
    let _ = writeln!(out, "use millpond_aws::schema::{{{}}};", used.join(", "));
    out.push_str("use millpond_aws::{operation, structure};\n\n");
}

impl Service<'_> {
    fn honoured(&self) -> impl Iterator<Item = (&String, &Operation)> {
        self.model.operations.iter().filter(|(name, _)| self.honoured.contains(*name))
    }

    fn shape(&self, name: &str) -> Result<&Shape, String> {
        self.model.shapes.get(name).ok_or_else(|| format!("{}: no shape {name}", self.id))
    }

    fn reach(&self) -> Result<Reach, String> {
        let mut reach = Reach::default();
        for (_, operation) in self.honoured() {
            for root in [&operation.input, &operation.output].into_iter().flatten() {
                self.visit(&root.shape, &mut reach)?;
            }
            for error in &operation.errors {
                reach.errors.insert(error.shape.clone());
                for (_, target) in self.details(&error.shape)? {
                    self.visit_target(target, &mut reach)?;
                }
            }
        }
        Ok(reach)
    }

    fn visit(&self, name: &str, reach: &mut Reach) -> Result<(), String> {
        if self.shape(name)?.eventstream {
            return self.visit_events(name, reach);
        }
        if !reach.shapes.insert(name.to_owned()) {
            return Ok(());
        }
        self.shape(name)?.targets().try_for_each(|target| self.visit_target(target, reach))
    }

    fn visit_target(&self, target: &Target, reach: &mut Reach) -> Result<(), String> {
        let shape = self.shape(&target.shape)?;
        if shape.kind == "structure" && !shape.eventstream {
            reach.nested.insert(target.shape.clone());
        }
        self.visit(&target.shape, reach)
    }

    /// What an error says beside its message, as far as the service words it.
    fn details(&self, error: &str) -> Result<Vec<&(String, Target)>, String> {
        if !self.overlay.error_details.contains(&error) {
            return Ok(Vec::new());
        }
        let members = self.shape(error)?.members.0.iter();
        Ok(members.filter(|(name, _)| !name.eq_ignore_ascii_case("message")).collect())
    }

    fn render_details(&self, reach: &Reach, out: &mut String) -> Result<(), String> {
        for error in &reach.errors {
            let members = self.details(error)?;
            if members.is_empty() {
                continue;
            }
            let _ = writeln!(out, "structure! {{\n    /// What `{error}` says beside its message.");
            let _ = writeln!(out, "    pub struct {}Detail {{", names::camel(error));
            for (member, target) in &members {
                let (field, plain) = (names::field(member), self.rust_type(&target.shape)?);
                let _ = writeln!(out, "        /// `{member}`.\n        pub {field}: Option<{plain}>,");
            }
            out.push_str("    }\n}\n\n");
            let members = members.iter().map(|(member, target)| {
                format!("Member::new({member:?}, &{})", names::constant(&target.shape))
            });
            let _ = writeln!(
                out,
                "/// Members of `{error}` beside its message.\npub static {}_DETAIL: Shape = Shape {{ name: {error:?}, \
                 kind: Kind::Structure(&[{}]) }};\n",
                names::constant(error),
                members.collect::<Vec<_>>().join(", ")
            );
        }
        Ok(())
    }

    /// The stream itself is no shape of a value: its events are, and its exceptions are errors.
    fn visit_events(&self, name: &str, reach: &mut Reach) -> Result<(), String> {
        reach.streams.insert(name.to_owned());
        for target in self.shape(name)?.targets() {
            if self.shape(&target.shape)?.exception {
                reach.errors.insert(target.shape.clone());
            } else {
                reach.nested.insert(target.shape.clone());
                self.visit(&target.shape, reach)?;
            }
        }
        Ok(())
    }

    /// The members of a structure that are part of its value.
    fn own_members<'b>(&'b self, shape: &'b Shape) -> impl Iterator<Item = &'b (String, Target)> {
        let streams = |target: &Target| self.shape(&target.shape).is_ok_and(|shape| shape.eventstream);
        shape.members.0.iter().filter(move |(_, target)| !streams(target))
    }

    fn render_service(&self, out: &mut String) -> Result<(), String> {
        let meta = &self.model.metadata;
        let namespace = self.overlay.xml_namespace.or(meta.xml_namespace.as_deref()).unwrap_or_default();
        let count = self.model.operations.len();
        let signing_name = meta.signing_name.as_ref().unwrap_or(&meta.endpoint_prefix);
        let _ = writeln!(out, "/// How the service is addressed and what it can do.");
        let _ = writeln!(out, "pub static SERVICE: ServiceSchema = ServiceSchema {{");
        let _ = writeln!(out, "id: {:?}, signing_name: {signing_name:?},", self.id);
        let _ =
            writeln!(out, "target_prefix: {:?}, api_version: {:?},", meta.target_prefix, meta.api_version);
        let _ = writeln!(out, "xml_namespace: {namespace:?}, json_version: {:?},", meta.json_version);
        let _ = writeln!(out, "query_compatible: {},", meta.aws_query_compatible.is_some());
        let _ = writeln!(
            out,
            "error_namespace: {:?}, operations: &OPERATIONS }};\n",
            self.overlay.error_namespace
        );
        let _ = writeln!(out, "static OPERATIONS: [Operation; {count}] = [");
        for (name, operation) in &self.model.operations {
            if self.honoured.contains(name) {
                self.render_entry(name, operation, out)?;
            } else {
                let _ = writeln!(out, "Operation::refused({name:?}),");
            }
        }
        out.push_str("];\n\n");
        Ok(())
    }

    fn render_entry(&self, name: &str, operation: &Operation, out: &mut String) -> Result<(), String> {
        let shape = |target: &Option<Target>| {
            target.as_ref().map_or("EMPTY".to_owned(), |target| names::constant(&target.shape))
        };
        let wrapper = match &operation.output {
            Some(_) if self.overlay.flattens => format!("{name}Result"),
            Some(output) => output.result_wrapper.clone().unwrap_or_default(),
            None => String::new(),
        };
        let errors: Vec<_> = operation
            .errors
            .iter()
            .map(|error| format!("&error::{}", names::constant(&error.shape)))
            .collect();
        let _ = writeln!(out, "Operation {{ name: {name:?}, honoured: true,");
        let _ = writeln!(out, "input: &{}, output: &{},", shape(&operation.input), shape(&operation.output));
        let _ = writeln!(out, "result_wrapper: {wrapper:?}, errors: &[{}],", errors.join(", "));
        let _ = writeln!(out, "events: {} }},", self.events(operation)?);
        Ok(())
    }

    fn events(&self, operation: &Operation) -> Result<String, String> {
        let Some(output) = &operation.output else { return Ok("None".to_owned()) };
        for (_, target) in &self.shape(&output.shape)?.members.0 {
            if self.shape(&target.shape)?.eventstream {
                return Ok(format!("Some(&{})", names::constant(&target.shape)));
            }
        }
        Ok("None".to_owned())
    }

    fn render_operations(&self, out: &mut String) -> Result<(), String> {
        for name in self.honoured {
            let index = self.model.operations.keys().position(|operation| operation == name);
            let index = index
                .ok_or_else(|| format!("{}: coverage.toml honours {name}, unknown to the model", self.id))?;
            let _ = writeln!(
                out,
                "operation! {{\n    /// `{name}`.\n    {name}({name}Input) -> {name}Output, OPERATIONS[{index}]\n}}\n"
            );
        }
        Ok(())
    }

    fn render_structures(&self, reach: &Reach, out: &mut String) -> Result<(), String> {
        let mut structures: BTreeMap<String, Option<&str>> = BTreeMap::new();
        let mut add = |name: String, shape| match structures.insert(name.clone(), shape) {
            Some(other) if other != shape => Err(format!("{}: two structures are called {name}", self.id)),
            _ => Ok(()),
        };
        for name in &reach.nested {
            add(names::camel(name), Some(name.as_str()))?;
        }
        for (name, operation) in self.honoured() {
            add(format!("{name}Input"), operation.input.as_ref().map(|t| t.shape.as_str()))?;
            add(format!("{name}Output"), operation.output.as_ref().map(|t| t.shape.as_str()))?;
        }
        for (name, shape) in structures {
            self.render_structure(&name, shape, out)?;
        }
        Ok(())
    }

    fn render_structure(&self, name: &str, shape: Option<&str>, out: &mut String) -> Result<(), String> {
        let _ = writeln!(out, "structure! {{\n    /// `{}`.", shape.unwrap_or(name));
        let shape = shape.map(|shape| self.shape(shape)).transpose()?;
        let members: Vec<_> = shape.into_iter().flat_map(|shape| self.own_members(shape)).collect();
        if members.is_empty() {
            let _ = writeln!(out, "    pub struct {name} {{}}\n}}\n");
            return Ok(());
        }
        let _ = writeln!(out, "    pub struct {name} {{");
        for (member, target) in members {
            let required = shape.is_some_and(|shape| shape.required.contains(member));
            let plain = self.rust_type(&target.shape)?;
            let full = if required { plain } else { format!("Option<{plain}>") };
            let _ = writeln!(out, "        /// `{member}`.\n        pub {}: {full},", names::field(member));
        }
        out.push_str("    }\n}\n\n");
        Ok(())
    }

    fn rust_type(&self, name: &str) -> Result<String, String> {
        let shape = self.shape(name)?;
        let inner = |target: &Option<Target>| {
            target
                .as_ref()
                .ok_or_else(|| format!("{name} has no element"))
                .and_then(|t| self.rust_type(&t.shape))
        };
        Ok(match shape.kind.as_str() {
            "string" => "String".to_owned(),
            "blob" => "Vec<u8>".to_owned(),
            "integer" | "long" | "timestamp" => "i64".to_owned(),
            "double" | "float" => "f64".to_owned(),
            "boolean" => "bool".to_owned(),
            "list" => format!("Vec<{}>", inner(&shape.member)?),
            "map" => format!("BTreeMap<String, {}>", inner(&shape.value)?),
            "structure" => names::camel(name),
            other => return Err(format!("{name} is a {other}, which has no Rust type")),
        })
    }

    fn render_errors(&self, reach: &Reach, out: &mut String) -> Result<(), String> {
        out.push_str("/// The errors its honoured operations may answer with.\npub mod error {\n");
        if !reach.errors.is_empty() {
            out.push_str("    use millpond_aws::schema::ErrorShape;\n");
        }
        for name in &reach.errors {
            let shape = self.shape(name)?;
            let modelled = shape.error.as_ref();
            let status =
                modelled.and_then(|e| e.http_status_code).unwrap_or(if shape.fault { 500 } else { 400 });
            let code = modelled.and_then(|e| e.code.as_deref()).unwrap_or(name);
            let (code, status) = self.overlay.error(name).unwrap_or((leak(code), status));
            let _ = writeln!(out, "\n/// `{name}`.");
            let _ = writeln!(out, "pub static {}: ErrorShape = ErrorShape {{", names::constant(name));
            let _ = writeln!(out, "name: {name:?}, query_code: {code:?}, status: {status},");
            let _ = writeln!(out, "sender: {} }};", status < 500);
        }
        out.push_str("}\n\n");
        Ok(())
    }

    fn render_shapes(&self, reach: &Reach, out: &mut String) -> Result<(), String> {
        let mut constants = BTreeMap::new();
        for name in &reach.shapes {
            if let Some(other) = constants.insert(names::constant(name), name) {
                return Err(format!("{}: shapes {name} and {other} share a static", self.id));
            }
            let shape = self.shape(name)?;
            let constant = names::constant(name);
            if let Some(text) = &shape.pattern {
                let _ = writeln!(out, "static {constant}_PATTERN: Pattern = {};\n", pattern_new(text)?);
            }
            let _ = writeln!(
                out,
                "static {constant}: Shape = Shape {{ name: {name:?}, kind: {} }};\n",
                self.kind(name)?
            );
        }
        Ok(())
    }

    fn render_streams(&self, reach: &Reach, out: &mut String) -> Result<(), String> {
        for name in &reach.streams {
            let (mut events, mut errors) = (String::new(), String::new());
            for (member, target) in &self.shape(name)?.members.0 {
                let constant = names::constant(&target.shape);
                if self.shape(&target.shape)?.exception {
                    let _ = write!(errors, "&error::{constant},");
                } else {
                    let _ = write!(events, "Member::new({member:?}, &{constant}),");
                }
            }
            let _ = writeln!(
                out,
                "static {}: EventStream = EventStream {{ events: &[{events}], errors: &[{errors}] }};\n",
                names::constant(name)
            );
        }
        Ok(())
    }

    fn kind(&self, name: &str) -> Result<String, String> {
        let shape = self.shape(name)?;
        let range = range(shape);
        Ok(match shape.kind.as_str() {
            "boolean" => "Kind::Boolean".to_owned(),
            "integer" => format!("Kind::Integer({range})"),
            "long" => format!("Kind::Long({range})"),
            "double" | "float" => format!("Kind::Double({range})"),
            "timestamp" => "Kind::Timestamp".to_owned(),
            "blob" => format!("Kind::Blob({range})"),
            "string" => {
                let pattern = shape.pattern.as_ref().map(|_| format!("&{}_PATTERN", names::constant(name)));
                let pattern = pattern.map_or("None".to_owned(), |p| format!("Some({p})"));
                let values: &[String] = if self.overlay.open_names { &[] } else { &shape.values };
                format!("Kind::String {{ length: {range}, pattern: {pattern}, values: &{values:?} }}")
            }
            "list" => self.list(name, shape, &range)?,
            "map" => self.map(name, shape, &range)?,
            "structure" => self.members(shape)?,
            other => return Err(format!("{name} is a {other}, which has no schema")),
        })
    }

    fn list(&self, name: &str, shape: &Shape, range: &str) -> Result<String, String> {
        let member = shape.member.as_ref().ok_or_else(|| format!("{name} has no member"))?;
        let location = self.overlay.query_name(name).or(member.location_name.as_deref()).unwrap_or("member");
        Ok(format!(
            "Kind::List {{ member: &{}, member_name: {location:?}, flattened: {}, length: {range} }}",
            names::constant(&member.shape),
            self.flattened(name, shape)
        ))
    }

    fn map(&self, name: &str, shape: &Shape, range: &str) -> Result<String, String> {
        let (Some(key), Some(value)) = (&shape.key, &shape.value) else {
            return Err(format!("{name} has no key or no value"));
        };
        let key_name = key.location_name.as_deref().unwrap_or("key");
        let value_name = value.location_name.as_deref().unwrap_or("value");
        let (key_name, value_name) =
            self.overlay.entry_names(name).unwrap_or((leak(key_name), leak(value_name)));
        Ok(format!(
            "Kind::Map {{ key: &{}, value: &{}, key_name: {key_name:?}, value_name: {value_name:?}, \
             flattened: {}, length: {range} }}",
            names::constant(&key.shape),
            names::constant(&value.shape),
            self.flattened(name, shape)
        ))
    }

    fn flattened(&self, name: &str, shape: &Shape) -> bool {
        let here = |target: &Target| target.flattened && target.shape == name;
        self.overlay.flattens || shape.flattened || self.model.shapes.values().any(|s| s.targets().any(here))
    }

    fn members(&self, shape: &Shape) -> Result<String, String> {
        let mut out = "Kind::Structure(&[".to_owned();
        for (name, target) in self.own_members(shape) {
            let target_shape = self.shape(&target.shape)?;
            let _ = write!(out, "Member::new({name:?}, &{})", names::constant(&target.shape));
            if let Some(query_name) =
                self.query_name(target, target_shape).filter(|query_name| query_name != name)
            {
                let _ = write!(out, ".queried_as({query_name:?})");
            }
            if shape.required.contains(name) {
                out.push_str(".required()");
            }
            if target_shape.sensitive {
                out.push_str(".sensitive()");
            }
            out.push(',');
        }
        out.push_str("])");
        Ok(out)
    }

    /// A flattened list's elements stand under the element's own name, when it has one.
    fn query_name<'b>(&self, target: &'b Target, shape: &'b Shape) -> Option<&'b str> {
        let element = shape.member.as_ref().and_then(|member| member.location_name.as_deref());
        let element = element.filter(|_| self.flattened(&target.shape, shape));
        self.overlay.query_name(&target.shape).or(element).or(target.location_name.as_deref())
    }
}

impl Shape {
    /// Every shape this one refers to.
    fn targets(&self) -> impl Iterator<Item = &Target> {
        let members = self.members.0.iter().map(|(_, target)| target);
        members.chain([&self.member, &self.key, &self.value].into_iter().flatten())
    }
}

fn range(shape: &Shape) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the models' bounds are far below 2^53")]
    let whole = |n: &serde_json::Number| n.as_i64().or_else(|| n.as_f64().map(|x| x as i64));
    match (shape.min.as_ref().and_then(whole), shape.max.as_ref().and_then(whole)) {
        (Some(min), Some(max)) => format!("Range::of({min}, {max})"),
        (Some(min), None) => format!("Range::at_least({min})"),
        (None, Some(max)) => format!("Range::at_most({max})"),
        (None, None) => "Range::ANY".to_owned(),
    }
}

fn pattern_new(text: &str) -> Result<String, String> {
    let translated = pattern::translate(text)?;
    let quoted = |s: &str| if s.contains('"') { format!("r#\"{s}\"#") } else { format!("r\"{s}\"") };
    let (text, regex) = (quoted(text), quoted(&translated.regex));
    Ok(match (translated.folds, translated.chars) {
        (_, Some((min, max))) => format!("Pattern::of_chars({text}, {regex}, {min}, {max})"),
        (true, None) => format!("Pattern::folding({text}, {regex})"),
        (false, None) if text == regex => format!("Pattern::new({text})"),
        (false, None) => format!("Pattern::translated({text}, {regex})"),
    })
}

/// The generator runs once and ends, so it may keep a name for ever.
fn leak(name: &str) -> &'static str {
    name.to_owned().leak()
}
