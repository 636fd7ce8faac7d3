//! Creates a virtual MFA device. This reply is the only one that ever shows its seed.

use crate::api::{self, CreateVirtualMFADeviceInput, CreateVirtualMFADeviceOutput, VirtualMFADevice};
use crate::fault::{self, Quota};
use crate::limits::MFA_DEVICES_MAX;
use crate::tags;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &CreateVirtualMFADeviceInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    let arn = store.principals().device_arn(path, &input.virtual_mfa_device_name);
    vec![Access::new("iam:CreateVirtualMFADevice", arn)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreateVirtualMFADeviceInput,
) -> Result<Answer<CreateVirtualMFADeviceOutput>, Fault> {
    let path = input.path.as_deref().unwrap_or("/");
    let tags = tags::read(input.tags.take())?;
    let name = &input.virtual_mfa_device_name;
    let principals = context.store.principals();
    let device = principals.create_device(name, path, tags, MFA_DEVICES_MAX, context.now);
    let device = device.map_err(|error| fault::change(error, Quota::MfaDevices))?;
    Ok(Answer::Now(CreateVirtualMFADeviceOutput {
        virtual_mfa_device: VirtualMFADevice {
            serial_number: device.arn.clone(),
            base32_string_seed: Some(device.base32_seed().as_bytes().to_vec()),
            tags: tags::write(&device.tags),
            ..VirtualMFADevice::default()
        },
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateVirtualMFADevice>(access, run)
}
