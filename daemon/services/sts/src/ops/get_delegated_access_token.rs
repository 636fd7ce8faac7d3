//! Would trade in a token of somebody who delegates. Nobody here makes such tokens, so none is good.

use crate::api::{self, GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetDelegatedAccessTokenInput) -> Vec<Access> {
    vec![Access::new("sts:GetDelegatedAccessToken", "*")]
}

fn run(
    _: &mut Context<'_>,
    _: &mut GetDelegatedAccessTokenInput,
) -> Result<Answer<GetDelegatedAccessTokenOutput>, Fault> {
    Err(fault::expired_trade_in())
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetDelegatedAccessToken>(access, run)
}
