//! Describes all users, groups, roles and managed policies with everything they may do.

use crate::api::{self, GetAccountAuthorizationDetailsInput, GetAccountAuthorizationDetailsOutput};
use crate::page::Page;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetAccountAuthorizationDetailsInput) -> Vec<Access> {
    vec![Access::new("iam:GetAccountAuthorizationDetails", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetAccountAuthorizationDetailsInput,
) -> Result<Answer<GetAccountAuthorizationDetailsOutput>, Fault> {
    let all = crate::details::all(context.store.principals(), input.filter.as_deref().unwrap_or_default());
    let page = Page::cut(all, input.marker.as_deref(), input.max_items, crate::details::Detail::key);
    let mut output = GetAccountAuthorizationDetailsOutput {
        user_detail_list: Some(Vec::new()),
        group_detail_list: Some(Vec::new()),
        role_detail_list: Some(Vec::new()),
        policies: Some(Vec::new()),
        is_truncated: page.is_truncated(),
        marker: page.marker,
    };
    page.items.into_iter().for_each(|detail| detail.put(context.store.principals(), &mut output));
    Ok(Answer::Now(output))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetAccountAuthorizationDetails>(access, run)
}
