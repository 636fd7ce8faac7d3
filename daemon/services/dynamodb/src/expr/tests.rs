use super::*;
use crate::api::AttributeValue;
use millpond_store::table::{Item, Number, Value};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn s(text: &str) -> AttributeValue {
    AttributeValue { s: Some(text.to_owned()), ..AttributeValue::default() }
}

fn n(text: &str) -> AttributeValue {
    AttributeValue { n: Some(text.to_owned()), ..AttributeValue::default() }
}

fn number(text: &str) -> Value {
    Value::N(Number::parse(text).unwrap())
}

/// `#a` is `a`, `#name` is `name`; `:s`, `:t` are texts, `:1`, `:2` numbers, `:ss` a set, `:l` a list, `:b` a boolean.
fn scope() -> Scope {
    let names = [("#a", "a"), ("#name", "name")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    let set = AttributeValue { ss: Some(vec!["x".into(), "y".into()]), ..AttributeValue::default() };
    let list = AttributeValue { l: Some(vec![n("3")]), ..AttributeValue::default() };
    let boolean = AttributeValue { bool: Some(true), ..AttributeValue::default() };
    let values = [
        (":s", s("x")),
        (":t", s("y")),
        (":1", n("1")),
        (":2", n("2")),
        (":ss", set),
        (":l", list),
        (":b", boolean),
        (":list", s("L")),
    ]
    .map(|(key, value)| (key.to_owned(), value));
    Scope::new(Some(names.into()), Some(values.into()), &[("ConditionExpression", true)], false).unwrap()
}

fn item() -> Item {
    let inner = BTreeMap::from([("d".to_owned(), number("2"))]);
    Item::from([
        ("a".to_owned(), number("1")),
        ("name".to_owned(), Value::S("x".to_owned())),
        ("l".to_owned(), Value::L(vec![number("1"), Value::M(inner.clone()), number("3")])),
        ("m".to_owned(), Value::M(inner)),
        ("tags".to_owned(), Value::Ss(["x".to_owned(), "z".to_owned()].into())),
    ])
}

#[test]
fn conditions_hold_or_do_not() {
    for (text, holds) in [
        ("a = :1", true),
        ("a <> :1", false),
        ("absent <> :1", true),
        ("absent = :1", false),
        ("a < :2 AND NOT a > :2", true),
        ("#name = :s OR a = :2 AND a = :2", true),
        ("(#name = :s OR a = :2) AND a = :2", false),
        ("NOT a = :1 OR a = :1", true),
        ("NOT (a = :1 OR a = :2)", false),
        ("(a) = (:1)", true),
        (":1 = a", true),
        ("a BETWEEN :1 AND :2 AND #name = :s", true),
        ("a IN (:2, :1)", true),
        ("a IN (:2)", false),
        ("l[1].d = :2", true),
        ("m.d = l[1].d", true),
        ("l[7] = :1", false),
        ("attribute_exists(m.d)", true),
        ("attribute_not_exists(m.e)", true),
        ("attribute_type(l, :list)", true),
        ("begins_with(#name, :s)", true),
        ("begins_with(a, :s)", false),
        ("contains(tags, :s)", true),
        ("contains(tags, :t)", false),
        ("contains(l, :1)", true),
        ("size(l) > :2", true),
        ("size(#name) = :1", true),
        ("size(a) = :1", false),
        ("a < #name", false),
        ("not(a=:2)and(a=:1)", true),
    ] {
        let condition = condition(text, &scope()).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!(condition.holds(&item()), holds, "{text}");
    }
}

#[test]
fn conditions_that_make_no_sense_say_so_in_aws_words() {
    for (text, why) in [
        ("", "The expression can not be empty;"),
        ("a", "Syntax error; token: \"<EOF>\", near: \"a\""),
        ("things are not gonna be ok", "Syntax error; token: \"are\", near: \"things are not\""),
        ("a = :1 =", "Syntax error; token: \"=\", near: \":1 =\""),
        ("a AND b", "Syntax error; token: \"AND\", near: \"a AND b\""),
        ("((a = :1))", "The expression has redundant parentheses;"),
        ("((a)) = :1", "The expression has redundant parentheses;"),
        ("near(a)", "Invalid function name; function: near"),
        ("size(a)", "The function is not allowed to be used this way in an expression; function: size"),
        (
            "attribute_exists(a) = :1",
            "The function is not allowed to be used this way in an expression; function: attribute_exists",
        ),
        ("name = :s", "Attribute name is a reserved keyword; reserved keyword: name"),
        ("a = :x", "An expression attribute value used in expression is not defined; attribute value: :x"),
        (
            "#x = :s",
            "An expression attribute name used in the document path is not defined; attribute name: #x",
        ),
        (
            "begins_with(a)",
            "Incorrect number of operands for operator or function; operator or function: begins_with, number of \
             operands: 1",
        ),
        (
            "begins_with(a, :1)",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
        ),
        ("a < :b", "Incorrect operand type for operator or function; operator: <, operand type: BOOL"),
        (
            "size(:1) = :1",
            "Incorrect operand type for operator or function; operator or function: size, operand type: N",
        ),
        (
            "attribute_type(a, :s)",
            "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        ),
        (
            "attribute_exists(:s)",
            "Operator or function requires a document path; operator or function: attribute_exists",
        ),
        (
            "a = #a",
            "The first operand must be distinct from the remaining operands for this operator or function; operator: \
             =, first operand: [a]",
        ),
        (
            "a BETWEEN :2 AND :1",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: \
             AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}",
        ),
        (
            "a BETWEEN :1 AND :s",
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: \
             AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}",
        ),
        // The gravest of several complaints is told.
        ("name = :x AND near(a)", "Invalid function name; function: near"),
    ] {
        assert_eq!(condition(text, &scope()).unwrap_err(), why, "{text}");
    }
}

#[test]
fn a_long_or_deep_expression_is_refused_and_costs_nothing() {
    let long = "a".repeat(4097);
    let why = "Expression size has exceeded the maximum allowed size; expression size: 4097";
    assert_eq!(condition(&long, &scope()).unwrap_err(), why);
    assert!(condition(&"(".repeat(4096), &scope()).is_err());
    assert!(condition(&"NOT ".repeat(1024), &scope()).is_err());
    assert!(condition(&"size(".repeat(800), &scope()).is_err());
    assert!(update(&format!("SET a = {}", "(".repeat(4000)), &scope()).is_err());
}

fn updated(text: &str) -> Result<Item, UpdateError> {
    let update = update(text, &scope()).unwrap_or_else(|why| panic!("{text}: {why}"));
    let mut after = item();
    update.apply(&item(), &mut after)?;
    Ok(after)
}

#[test]
fn updates_read_the_item_as_it_was() {
    let after = updated("SET a = :2, b = a, m.e = m.d + :1, l[0] = l[2], l[9] = :1 REMOVE m.d").unwrap();

    assert!(after["a"] == number("2") && after["b"] == number("1"));
    assert!(after["m"] == Value::M([("e".to_owned(), number("3"))].into()));
    let Value::L(list) = &after["l"] else { panic!("a list stays one") };
    assert!(list.len() == 4 && list[0] == number("3") && list[3] == number("1"));
}

#[test]
fn elements_removed_together_keep_their_numbers() {
    let after = updated("REMOVE l[0], l[2], l[7]").unwrap();

    let Value::L(list) = &after["l"] else { panic!("a list stays one") };
    assert!(list.len() == 1 && matches!(list[0], Value::M(_)));
}

#[test]
fn sets_gain_and_lose_and_go_when_nothing_is_left() {
    let after = updated("ADD tags :ss, a :2, fresh :1").unwrap();
    let texts = ["x", "y", "z"].map(str::to_owned);
    assert!(after["tags"] == Value::Ss(texts.into()));
    assert!(after["a"] == number("3") && after["fresh"] == number("1"));

    let after = updated("DELETE tags :ss").unwrap();
    assert!(after["tags"] == Value::Ss(["z".to_owned()].into()));
    assert!(!updated("DELETE absent :ss").unwrap().contains_key("absent"));
}

#[test]
fn functions_of_updates_give_what_they_say() {
    let after =
        updated("SET x = if_not_exists(a, :2), y = if_not_exists(z, :2), l = list_append(:l, l)").unwrap();

    assert!(after["x"] == number("1") && after["y"] == number("2"));
    let Value::L(list) = &after["l"] else { panic!("a list stays one") };
    assert!(list.len() == 4 && list[0] == number("3"));
}

#[test]
fn updates_that_cannot_be_done_say_why() {
    assert_eq!(updated("SET x = absent"), Err(UpdateError::Missing));
    assert_eq!(updated("SET x = #name + :1"), Err(UpdateError::Mistyped));
    assert_eq!(updated("ADD #name :1"), Err(UpdateError::Mistyped));
    assert_eq!(updated("DELETE a :ss"), Err(UpdateError::Mistyped));
    assert_eq!(updated("SET x = list_append(a, :l)"), Err(UpdateError::Mistyped));
    assert_eq!(updated("SET a.b = :1"), Err(UpdateError::NoPlace));
    assert_eq!(updated("REMOVE absent.b"), Err(UpdateError::NoPlace));
}

#[test]
fn updates_that_make_no_sense_say_so_in_aws_words() {
    for (text, why) in [
        ("", "The expression can not be empty;"),
        ("SET", "Syntax error; token: \"<EOF>\", near: \"SET\""),
        ("SETTLE a = :1", "Syntax error; token: \"SETTLE\", near: \"SETTLE a\""),
        ("SET a = :1 SET b = :1", "The \"SET\" section can only be used once in an update expression;"),
        (
            "SET a = :1 REMOVE a",
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path \
             two: [a]",
        ),
        (
            "SET a.b = :1, a[1] = :1",
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], \
             path two: [a, [1]]",
        ),
        (
            "ADD a :s",
            "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeset: \
             ALLOWED_FOR_ADD_OPERAND",
        ),
        (
            "DELETE a :1",
            "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeset: \
             ALLOWED_FOR_DELETE_OPERAND",
        ),
        (
            "SET a = :s + :1",
            "Incorrect operand type for operator or function; operator or function: +, operand type: S",
        ),
        (
            "SET a = list_append(:s, :l)",
            "Incorrect operand type for operator or function; operator or function: list_append, operand type: S",
        ),
        ("SET a = upper(b)", "Invalid function name; function: upper"),
        (
            "SET a = if_not_exists(:1, :1)",
            "Operator or function requires a document path; operator or function: if_not_exists",
        ),
        (
            "SET a = if_not_exists(a)",
            "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of \
             operands: 1",
        ),
    ] {
        assert_eq!(update(text, &scope()).err().as_deref(), Some(why), "{text}");
    }
}

#[test]
fn projections_close_the_ranks_of_lists() {
    let paths = projection("l[2], l[0], m.d, #name, absent, m.e", &scope()).unwrap();

    let shown = project(&item(), &paths);

    assert!(shown["l"] == Value::L(vec![number("1"), number("3")]));
    assert!(shown["m"] == Value::M([("d".to_owned(), number("2"))].into()));
    assert_eq!(shown.len(), 3);
}

#[test]
fn what_no_expression_uses_is_refused() {
    let scope = scope();
    condition("#a = :1", &scope).unwrap();

    let why = scope.all_used().unwrap_err().message;

    assert_eq!(why, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#name}");
}

/// A condition as a tree, with what it must come to.
#[derive(Clone, Debug)]
enum Tree {
    Leaf(bool),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Leaf(true) => "a = :1".to_owned(),
            Self::Leaf(false) => "a = :2".to_owned(),
            Self::Not(inner) => match **inner {
                Self::Leaf(_) => format!("NOT {}", inner.text()),
                _ => format!("NOT ({})", inner.text()),
            },
            Self::And(a, b) => {
                let side = |tree: &Self| match tree {
                    Self::Or(..) => format!("({})", tree.text()),
                    _ => tree.text(),
                };
                format!("{} AND {}", side(a), side(b))
            }
            Self::Or(a, b) => format!("{} or {}", a.text(), b.text()),
        }
    }

    fn holds(&self) -> bool {
        match self {
            Self::Leaf(holds) => *holds,
            Self::Not(inner) => !inner.holds(),
            Self::And(a, b) => a.holds() && b.holds(),
            Self::Or(a, b) => a.holds() || b.holds(),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    any::<bool>().prop_map(Tree::Leaf).prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Tree::Or(Box::new(a), Box::new(b))),
        ]
    })
}

proptest! {
    #[test]
    fn precedence_is_that_of_the_grammar(tree in tree()) {
        let read = condition(&tree.text(), &scope());
        prop_assert!(read.is_ok(), "{}: {:?}", tree.text(), read);
        prop_assert_eq!(read.unwrap().holds(&item()), tree.holds());
    }

    #[test]
    fn no_text_makes_a_parser_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "#a", ":1", ":s", "=", "<", "(", ")", ",", ".", "[", "]", "0", "AND", "OR", "NOT", "BETWEEN", "IN",
                "size", "contains", "SET", "REMOVE", "ADD", "DELETE", "+", "-", "if_not_exists", "é", "name", "\"", " ",
            ]),
            0..24,
        ),
    ) {
        for text in [words.concat(), words.join(" ")] {
            if let Ok(condition) = condition(&text, &scope()) {
                condition.holds(&item());
            }
            if let Ok(update) = update(&text, &scope()) {
                let _ = update.apply(&item(), &mut item());
            }
            if let Ok(paths) = projection(&text, &scope()) {
                project(&item(), &paths);
            }
        }
    }
}
