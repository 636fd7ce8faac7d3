//! What the store keeps and hands out: documents, acknowledgements, ciphertexts and tokens.

use millpond_store::{inbox, keyring, metric, node, outbox, principal, queue, stream, table, trail};
use roaring::RoaringTreemap;

use crate::unhex;

pub(crate) fn queue_ack(bytes: &[u8]) {
    queue::fuzz::ack(bytes);
}

pub(crate) fn queue_ack_seeds() -> Vec<Vec<u8>> {
    let bitmap = |gone: RoaringTreemap| {
        let mut out = vec![2, 100];
        gone.serialize_into(&mut out).expect("a vector takes any bytes");
        out
    };
    vec![
        vec![1, 5, 3, 0, 1, 0x80, 0x01],
        vec![1, 0, 0],
        bitmap((100..400).collect()),
        bitmap([100, 170, 1 << 33, (1 << 33) + 7].into_iter().collect()),
        // Receive counts.
        vec![3, 5, 2, 0, 1, 0x80, 0x01, 3],
    ]
}

pub(crate) fn envelope(bytes: &[u8]) {
    queue::fuzz::envelope(bytes);
}

pub(crate) fn envelope_seeds() -> Vec<Vec<u8>> {
    [
        "bf0001ff",
        "bf0001016b41494441455841 4d504c450261670361640418c8066652 6f6f743d31075007070707070707070707070707070707070901ff",
    ]
    .map(unhex)
    .into()
}

/// A node with all there can be.
const NODE: &str =
    "01a7016670756d702d370203030404 1b0000018bcfe56800051b0000018bcfe5680507617108666f7264657273";

/// All documents are CBOR; the bytes are read as each kind in turn.
pub(crate) fn documents(bytes: &[u8]) {
    queue::fuzz::document(bytes);
    queue::fuzz::move_task(bytes);
    stream::fuzz::document(bytes);
    table::fuzz::document(bytes);
    stream::fuzz::consumer_document(bytes);
    stream::fuzz::label(bytes);
    stream::queue::fuzz::document(bytes);
    keyring::fuzz::documents(bytes);
    principal::fuzz::documents(bytes);
    trail::fuzz::event(bytes);
    outbox::fuzz::progress(bytes);
    inbox::fuzz::taken(bytes);
    node::fuzz::document(bytes);
    let _ = keyring::RootKey::parse(bytes);
}

pub(crate) fn document_seeds() -> Vec<Vec<u8>> {
    let kept = [
        include_str!("../../store/src/principal/role_v1.hex"),
        include_str!("../../store/src/principal/user_v1.hex"),
        SESSION,
        STREAM,
        // A queue: name, tracks, wrapped key, secret, times, a tag, a redrive.
        "bf0001016171020103020441aa055820\
         0909090909090909090909090909090909090909090909090909090909090909\
         06010702 08a16161616209f50a000b181e12826164051361741461701561 6bff",
        // A trail event with an identity; a progress record; a label with an explicit hash and a key.
        "bf0050010101010101010101010101010101010161720203 036173046161 0561650800ff",
        "83617261 6c1907d0",
        "0103000000000000000000000000000001026b",
        include_str!("../../store/src/stream/consumer/document_v1.hex"),
        // The account's commitment.
        "01841903e818181907d0190100",
        include_str!("../../store/src/stream/queue/document_v1.hex"),
    ];
    // A stream with every setting that most leave as it is.
    let set =
        format!("01ad{}{}", &STREAM[4..], include_str!("../../store/src/stream/document_v1_extras.hex"));
    let resharded = include_str!("../../store/src/stream/document_v1_resharded.hex");
    // Data keys: two, the newest with what it has sealed.
    let keys = format!("02{:016x}{:016x}0102{}{:08x}0102{}", 5, 6, "07".repeat(118), 9, "08".repeat(118));
    let more = [set.as_str(), resharded, MOVE_TASK, keys.as_str()];
    kept.into_iter().chain(more).chain(PRINCIPALS).chain([TAKEN, NODE]).map(unhex).collect()
}

pub(crate) fn ciphertext(bytes: &[u8]) {
    keyring::fuzz::open_ciphertext(bytes);
}

pub(crate) fn ciphertext_seeds() -> Vec<Vec<u8>> {
    vec![keyring::fuzz::ciphertext()]
}

/// What another gateway forwarded.
const TAKEN: &str = "86005009090909090909090909090909090909070319012d84050719012c19012d";
/// A move task that failed.
const MOVE_TASK: &str =
    "bf00010150070707070707070707070707070707070203036161041901f4050106020704080209010a040b6178ff";
/// What IAM keeps, beside users and roles.
const PRINCIPALS: [&str; 12] = [
    include_str!("../../store/src/principal/user_v1_member.hex"),
    include_str!("../../store/src/principal/role_v1_bounded.hex"),
    include_str!("../../store/src/principal/group_v1.hex"),
    include_str!("../../store/src/principal/managed_v1.hex"),
    include_str!("../../store/src/principal/mfa_v1.hex"),
    include_str!("../../store/src/principal/mfa_v1_enabled.hex"),
    include_str!("../../store/src/principal/saml_v1.hex"),
    include_str!("../../store/src/principal/oidc_v1.hex"),
    include_str!("../../store/src/principal/use_v1.hex"),
    include_str!("../../store/src/principal/oidc_keys_v1.hex"),
    include_str!("../../store/src/principal/session_v1_vouched.hex"),
    // The account with an alias.
    "01a10065706c616e74",
];
const STREAM: &str = include_str!("../../store/src/stream/document_v1.hex");
const SESSION: &str = include_str!("../../store/src/principal/session_v1.hex");

fn genuine_session() -> String {
    principal::fuzz::token(&unhex(SESSION)).expect("the golden session reads")
}

pub(crate) fn session(bytes: &[u8]) {
    principal::fuzz::open_token(&String::from_utf8_lossy(bytes), &genuine_session());
}

pub(crate) fn session_seeds() -> Vec<Vec<u8>> {
    vec![genuine_session().into_bytes()]
}

pub(crate) fn receipt(bytes: &[u8]) {
    queue::fuzz::open_receipt_handle(&String::from_utf8_lossy(bytes));
}

pub(crate) fn receipt_seeds() -> Vec<Vec<u8>> {
    vec![queue::fuzz::receipt_handle().into_bytes()]
}

pub(crate) fn stream_journal(bytes: &[u8]) {
    stream::queue::fuzz::journal(bytes);
}

pub(crate) fn stream_journal_seeds() -> Vec<Vec<u8>> {
    vec![unhex(include_str!("../../store/src/stream/queue/journal_v1.hex")), vec![1, 0]]
}

pub(crate) fn stream_receipt(bytes: &[u8]) {
    stream::queue::fuzz::open_receipt_handle(&String::from_utf8_lossy(bytes));
}

pub(crate) fn stream_receipt_seeds() -> Vec<Vec<u8>> {
    vec![stream::queue::fuzz::receipt_handle().into_bytes()]
}

pub(crate) fn stream_token(bytes: &[u8]) {
    millpond_kinesis::fuzz::tokens(bytes);
}

pub(crate) fn stream_token_seeds() -> Vec<Vec<u8>> {
    let inside = [&1u64.to_be_bytes()[..], &[0; 36], b"readings"].concat();
    vec![
        millpond_kinesis::fuzz::shard_iterator().into_bytes(),
        millpond_kinesis::fuzz::page_token().into_bytes(),
        inside,
    ]
}

pub(crate) fn table(bytes: &[u8]) {
    table::fuzz::record(bytes);
    table::fuzz::document(bytes);
}

pub(crate) fn table_seeds() -> Vec<Vec<u8>> {
    [
        // An item with every type; one that is gone; a floor; a transaction that was done; a table.
        "01a761624200ff626273d99c4382404101616da1617882f6f5616ed99c40642d312e35626e73d99c42826131613261736474657874627373d99c418261616162",
        "02a1616b6176",
        "031a00011170",
        "04836174582009090909090909090909090909090909090909090909090909090909090909091a00011170",
        include_str!("../../store/src/table/definition_v1.hex"),
    ]
    .map(unhex)
    .into()
}

pub(crate) fn metric(bytes: &[u8]) {
    metric::fuzz(bytes);
}

pub(crate) fn metric_seeds() -> Vec<Vec<u8>> {
    vec![unhex(include_str!("../../store/src/metric/record_v1.hex"))]
}

/// A root key file, or a recovery code.
pub(crate) fn root_file(bytes: &[u8]) {
    keyring::fuzz::root_file(bytes);
}

pub(crate) fn root_file_seeds() -> Vec<Vec<u8>> {
    let code = keyring::RootKey::from_bytes([7; 32]).recovery_code();
    keyring::fuzz::root_files().into_iter().chain([code.as_bytes().to_vec()]).collect()
}
