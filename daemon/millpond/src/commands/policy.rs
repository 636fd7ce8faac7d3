//! `millpond policy explain`: which statement decides a call, and why every other one has no say.

use crate::appliance;
use crate::clock::DeviceClock;
use crate::commands::{print, read_data_dir, usage};
use crate::datadir::DataDir;
use crate::trouble::{Step, Trouble};
use lexopt::{Arg, Parser, ValueExt};
use millpond_policy::{
    Decision, Explanation, Layer, Layers, Line, Policy, PrincipalView, Request, Source, explain,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked.
#[derive(Default)]
struct Question {
    data: Option<DataDir>,
    principal: Option<String>,
    action: Option<String>,
    resource: Option<String>,
    /// Condition keys in lower case, with a value each; a key that is named twice has two.
    keys: Vec<(String, String)>,
    identity: Vec<PathBuf>,
    session: Vec<PathBuf>,
    boundary: Option<PathBuf>,
    resource_policy: Option<PathBuf>,
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    match args.next().map_err(usage)? {
        Some(Arg::Value(word)) if word == "explain" => {}
        Some(other) => return Err(usage(other.unexpected())),
        None => return Err(Trouble::new("say what to do: millpond policy explain; see millpond help")),
    }
    print(&answer(&read(args)?)?)
}

fn read(mut args: Parser) -> Result<Question, Trouble> {
    let mut question = Question::default();
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("principal") => question.principal = Some(text(&mut args)?),
            Arg::Long("action") => question.action = Some(text(&mut args)?),
            Arg::Long("resource") => question.resource = Some(text(&mut args)?),
            Arg::Long("context") => question.keys.push(key(&text(&mut args)?)?),
            Arg::Long("identity") => question.identity.push(text(&mut args)?.into()),
            Arg::Long("session") => question.session.push(text(&mut args)?.into()),
            Arg::Long("boundary") => question.boundary = Some(text(&mut args)?.into()),
            Arg::Long("resource-policy") => question.resource_policy = Some(text(&mut args)?.into()),
            Arg::Long("data") => question.data = Some(read_data_dir(&mut args)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(question)
}

fn text(args: &mut Parser) -> Result<String, Trouble> {
    args.value().and_then(ValueExt::string).map_err(usage)
}

/// `aws:SourceIp=10.0.0.1`.
fn key(text: &str) -> Result<(String, String), Trouble> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Trouble::new(format!("{text:?} is no KEY=VALUE; see millpond help")))?;
    Ok((name.to_lowercase(), value.to_owned()))
}

fn answer(question: &Question) -> Result<Vec<String>, Trouble> {
    let need = |value: &Option<String>, name: &str| {
        value.clone().ok_or_else(|| Trouble::new(format!("--{name} is missing; see millpond help")))
    };
    let principal = need(&question.principal, "principal")?;
    let action = need(&question.action, "action")?;
    let resource = question.resource.clone().unwrap_or_else(|| "*".to_owned());
    let keys = |name: &str| {
        let values: Vec<String> =
            question.keys.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then_some(values)
    };
    if let Some(data) = &question.data {
        return by_data(data, &principal, &action, &resource, &keys);
    }
    let identity = policies(&question.identity)?;
    let session = policies(&question.session)?;
    let boundary = question.boundary.as_deref().map(policy).transpose()?;
    let resource_policy = question.resource_policy.as_deref().map(policy).transpose()?;
    if identity.is_empty() && resource_policy.is_none() {
        return Err(Trouble::new("name the policies: --data DIR, or --identity FILE; see millpond help"));
    }
    let (identity, session): (Vec<&Policy>, Vec<&Policy>) =
        (identity.iter().collect(), session.iter().collect());
    let layers = Layers {
        identity: &identity,
        session: (!session.is_empty()).then_some(&session[..]),
        boundary: boundary.as_ref(),
        resource: resource_policy.as_ref(),
        ..Layers::default()
    };
    let principal = view(&principal)?;
    let request = Request { action: &action, resource: &resource, principal: &principal, keys: &keys };
    let files = &question.identity;
    Ok(lines(&explain(&request, &layers), |index| Some(files.get(index)?.display().to_string())))
}

fn by_data(
    data: &DataDir,
    principal: &str,
    action: &str,
    resource: &str,
    keys: &dyn Fn(&str) -> Option<Vec<String>>,
) -> Result<Vec<String>, Trouble> {
    let root = data.read_root_key()?;
    let config = appliance::read_config(data, None)?;
    let _lock = data.lock()?;
    let store = appliance::open_store(data, &root, &config, &Arc::new(DeviceClock::new()))?;
    let caller = store.principals().caller_by_arn(principal);
    let caller =
        caller.ok_or_else(|| Trouble::new(format!("no user and no role has the ARN {principal:?}")))?;
    let told = store.explain(&caller, action, resource, &keys);
    Ok(lines(&told, |index| caller.policy_name(index).map(str::to_owned)))
}

/// The caller an ARN stands for: a user, or a session of a role.
fn view(arn: &str) -> Result<PrincipalView, Trouble> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, "", account, rest] = parts[..] else {
        return Err(Trouble::new(format!("{arn:?} is no ARN of a user or of a session of a role")));
    };
    let role = rest.strip_prefix("assumed-role/").filter(|_| service == "sts");
    let role_arn = role
        .and_then(|rest| rest.split('/').next())
        .map(|role| format!("arn:aws:iam::{account}:role/{role}"));
    Ok(PrincipalView::Aws { account: account.to_owned(), arn: arn.to_owned(), role_arn })
}

fn policies(paths: &[PathBuf]) -> Result<Vec<Policy>, Trouble> {
    paths.iter().map(|path| policy(path)).collect()
}

fn policy(path: &Path) -> Result<Policy, Trouble> {
    let text = std::fs::read_to_string(path).step(|| format!("cannot read {}", path.display()))?;
    Policy::parse(&text).step(|| format!("{} is no policy", path.display()))
}

fn lines(told: &Explanation, name: impl Fn(usize) -> Option<String>) -> Vec<String> {
    let named = |source: &Source| match name(source.policy).filter(|_| source.layer == Layer::Identity) {
        Some(name) => format!(" ({name})"),
        None => String::new(),
    };
    let by = told.verdict.by.as_ref().map(named).unwrap_or_default();
    let word = match told.verdict.decision {
        Decision::Allow => "allowed",
        _ => "denied",
    };
    let mut lines = vec![format!("{word}: {}{by}", told.verdict)];
    let line = |Line { source, allow, why }: &Line| {
        let sid = source.sid.as_deref().filter(|sid| !sid.is_empty());
        let sid = sid.map(|sid| format!(" \"{sid}\"")).unwrap_or_default();
        let effect = if *allow { "Allow" } else { "Deny" };
        let decides = told.verdict.by.as_ref() == Some(source);
        let why = if decides { "it applies, and decides".to_owned() } else { why.to_string() };
        let (layer, policy, statement) = (source.layer.name(), source.policy + 1, source.statement + 1);
        format!("  {layer} {policy}{}, statement {statement}{sid}, {effect}: {why}", named(source))
    };
    lines.extend(told.lines.iter().map(line));
    if !told.missing.is_empty() {
        let missing: Vec<&str> = told.missing.iter().map(String::as_str).collect();
        lines.push(format!("asked for and not given: {}", missing.join(", ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Keys","Effect":"Allow","Action":"kms:*","Resource":"*"},
        {"Sid":"Local","Effect":"Allow","Action":"sqs:*","Resource":"*",
         "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}},
        {"Sid":"Send","Effect":"Allow","Action":"sqs:Send*","Resource":"*"}]}"#;

    fn told(folder: &Scratch, more: &[&str]) -> Result<Vec<String>, String> {
        let file = folder.path().join("p.json");
        std::fs::write(&file, POLICY).unwrap();
        let mut args = vec![
            "--identity",
            file.to_str().unwrap(),
            "--principal",
            "arn:aws:iam::123456789012:user/ann",
            "--action",
            "sqs:SendMessage",
        ];
        args.extend(more);
        let question = read(Parser::from_args(args)).map_err(|t| t.lines().join(": "))?;
        answer(&question).map_err(|t| t.lines().join(": "))
    }

    #[test]
    fn the_deciding_statement_and_every_other_are_told() {
        let folder = Scratch::new();
        let file = folder.path().join("p.json").display().to_string();

        let lines = told(&folder, &[]).unwrap();

        assert_eq!(
            lines[0],
            format!("allowed: allowed by statement 3 (\"Send\") of identity-based policy 1 ({file})")
        );
        assert!(
            lines[1].ends_with("statement 1 \"Keys\", Allow: its actions do not include this one"),
            "{lines:?}"
        );
        assert!(lines[2].ends_with("does not hold: the request has no aws:sourceip"), "{lines:?}");
        assert!(lines[3].ends_with("statement 3 \"Send\", Allow: it applies, and decides"), "{lines:?}");
        assert_eq!(lines[4], "asked for and not given: aws:sourceip");
        let inside = told(&folder, &["--context", "aws:SourceIp=10.1.2.3"]).unwrap();
        assert!(inside[0].contains("statement 2 (\"Local\")"), "{inside:?}");
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let folder = Scratch::new();

        assert!(told(&folder, &["--context", "x"]).unwrap_err().contains("KEY=VALUE"));
        assert!(told(&folder, &["--boundary", "/nonexistent"]).unwrap_err().contains("/nonexistent"));
        let alone = answer(&Question::default()).unwrap_err().lines().join(": ");
        assert!(alone.contains("--principal"), "{alone}");
    }
}
