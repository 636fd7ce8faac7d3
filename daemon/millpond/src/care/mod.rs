//! Care for the flash: verifying, scrubbing, and the account of what is written to it.

mod catalog_copy;
mod device;
mod keeper;
mod life;
mod report;
mod scrubber;

pub(crate) use catalog_copy::CatalogCopy;
pub(crate) use device::{Device, data_device};
pub(crate) use keeper::{FlashStatus, Keeper};
pub(crate) use life::{Life, LifeFile};
pub(crate) use report::{Found, bytes, holder, ratio};
pub(crate) use scrubber::{ScrubStatus, Scrubber};
