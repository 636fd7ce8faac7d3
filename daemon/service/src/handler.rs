//! An operation bound to its types, so that the gateway can run any of them the same way.

use crate::{Access, Answer, Call, Context, Fault};
use millpond_aws::schema::Operation;
use millpond_aws::{FromValue, IntoValue, Op, Value};
use millpond_store::Store;

/// Says what a call wants to do to which resources.
type AccessFn<I> = fn(&Call, &Store, &I) -> Vec<Access>;
/// Says whether a call may run now: its operation, and what it wants to do.
type GuardFn = fn(&Context<'_>, &'static Operation, &[Access]) -> Result<(), Fault>;
/// Does the work. The input must be intact whenever the answer is `Later`.
type RunFn<I, O> = fn(&mut Context<'_>, &mut I) -> Result<Answer<O>, Fault>;

/// One honoured operation.
pub struct Handler {
    operation: &'static Operation,
    prepare: Box<dyn Fn(Value) -> Box<dyn Prepared> + Send + Sync>,
}

/// A call that is looked at before it runs.
struct Guarded {
    inner: Box<dyn Prepared>,
    operation: &'static Operation,
    guard: GuardFn,
    passed: bool,
}

/// A call that can only be refused.
struct Refused {
    operation: &'static Operation,
    reason: &'static str,
}

impl Prepared for Refused {
    fn access(&self, _: &Call, _: &Store) -> Vec<Access> {
        Vec::new()
    }

    fn run(&mut self, _: &mut Context<'_>) -> Result<Answer<Value>, Fault> {
        let Self { operation, reason } = self;
        let text = format!("The operation {} is not supported by this endpoint. {reason}", operation.name);
        Err(Fault::code("UnsupportedOperationException", 400, text).query("UnsupportedOperation", 400))
    }
}

impl Prepared for Guarded {
    fn access(&self, call: &Call, store: &Store) -> Vec<Access> {
        self.inner.access(call, store)
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Answer<Value>, Fault> {
        // A call that waited runs again, and is still one call.
        if !std::mem::replace(&mut self.passed, true) {
            let access = self.inner.access(context.call, context.store);
            (self.guard)(context, self.operation, &access)?;
        }
        self.inner.run(context)
    }
}

impl Handler {
    /// Binds an operation to the functions that judge and run it.
    #[must_use]
    pub fn new<O: Op>(access: AccessFn<O::Input>, run: RunFn<O::Input, O::Output>) -> Self
    where
        O::Input: Send,
    {
        let prepare = move |value| -> Box<dyn Prepared> {
            Box::new(Typed::<O> { input: O::Input::from_value(value), access, run })
        };
        Self { operation: O::operation(), prepare: Box::new(prepare) }
    }

    /// An operation that is not honoured, and never will be for `reason`, a sentence for the client.
    #[must_use]
    pub fn refusing(operation: &'static Operation, reason: &'static str) -> Self {
        let prepare = move |_| -> Box<dyn Prepared> { Box::new(Refused { operation, reason }) };
        Self { operation, prepare: Box::new(prepare) }
    }

    /// The same operation with a look at every call before it runs.
    #[must_use]
    pub fn guarded(self, guard: GuardFn) -> Self {
        let Self { operation, prepare } = self;
        let prepare = move |value| -> Box<dyn Prepared> {
            Box::new(Guarded { inner: prepare(value), operation, guard, passed: false })
        };
        Self { operation, prepare: Box::new(prepare) }
    }

    /// The operation's entry in the schema.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Gives the decoded input its type.
    #[must_use]
    pub fn prepare(&self, input: Value) -> Box<dyn Prepared> {
        (self.prepare)(input)
    }
}

/// A call with its typed input, ready to be judged and run.
pub trait Prepared: Send {
    /// What the call wants to do.
    fn access(&self, call: &Call, store: &Store) -> Vec<Access>;

    /// Runs the operation; again after `Later`.
    ///
    /// # Errors
    /// The fault to send to the client.
    fn run(&mut self, context: &mut Context<'_>) -> Result<Answer<Value>, Fault>;
}

struct Typed<O: Op> {
    input: O::Input,
    access: AccessFn<O::Input>,
    run: RunFn<O::Input, O::Output>,
}

impl<O: Op> Prepared for Typed<O>
where
    O::Input: Send,
{
    fn access(&self, call: &Call, store: &Store) -> Vec<Access> {
        (self.access)(call, store, &self.input)
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Answer<Value>, Fault> {
        Ok((self.run)(context, &mut self.input)?.map(IntoValue::into_value))
    }
}
