//! Changing virtual MFA devices, and believing their codes.

use super::mfa::{self, MfaDevice};
use super::{Kind, PrincipalError, Principals, User};
use millpond_base::{Now, Secret};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Random bytes of a seed; base32 makes 64 characters of them, as AWS does.
const SEED_BYTES: usize = 40;

impl Principals {
    /// The serial number a device of this path and name has or would have.
    #[must_use]
    pub fn device_arn(&self, path: &str, name: &str) -> String {
        mfa::arn(self.account.as_str(), path, name)
    }

    /// Creates a virtual MFA device that belongs to nobody yet.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::Exists`], [`PrincipalError::Limit`] beyond `devices_max`, [`PrincipalError::Catalog`].
    pub fn create_device(
        &self,
        name: &str,
        path: &str,
        tags: Vec<(String, String)>,
        devices_max: usize,
        now: Now,
    ) -> Result<Arc<MfaDevice>, PrincipalError> {
        let _changing = self.change();
        self.may_create::<MfaDevice>(name, devices_max)?;
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        self.entropy.fill(seed.as_mut());
        self.keep(MfaDevice {
            number: self.catalog.next_id()?,
            name: name.to_owned(),
            path: path.to_owned(),
            arn: self.device_arn(path, name),
            created: now.wall,
            seed: Secret::new(seed.to_vec()),
            tags,
            user_id: None,
            enabled: None,
            drift_steps: 0,
            last_step: 0,
        })
    }

    /// Assigns a device to a user who shows two of its codes in a row. A user may have `devices_max`.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::InUse`] when it belongs to somebody, [`PrincipalError::Limit`],
    /// [`PrincipalError::WrongCode`], [`PrincipalError::Catalog`].
    pub fn enable_device(
        &self,
        user: &str,
        serial: &str,
        codes: [&str; 2],
        devices_max: usize,
        now: Now,
    ) -> Result<(), PrincipalError> {
        let user = self.wanted::<User>(user)?;
        if self.devices_of(&user).len() >= devices_max {
            return Err(PrincipalError::Limit { max: devices_max });
        }
        self.change_device(serial, |device| {
            if device.user_id.is_some() {
                return Err(PrincipalError::InUse);
            }
            device.settle(codes, now)?;
            device.user_id = Some(user.user_id.clone());
            device.enabled = Some(now.wall);
            Ok(())
        })
    }

    /// Brings the clock of a user's device back into step with ours.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::WrongCode`], [`PrincipalError::Catalog`].
    pub fn resync_device(
        &self,
        user: &str,
        serial: &str,
        codes: [&str; 2],
        now: Now,
    ) -> Result<(), PrincipalError> {
        let user = self.wanted::<User>(user)?;
        self.change_device(serial, |device| {
            device.must_belong(&user)?;
            device.settle(codes, now)
        })
    }

    /// Takes a device away from its user.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::Catalog`].
    pub fn deactivate_device(&self, user: &str, serial: &str) -> Result<(), PrincipalError> {
        let user = self.wanted::<User>(user)?;
        self.change_device(serial, |device| {
            device.must_belong(&user)?;
            (device.user_id, device.enabled) = (None, None);
            Ok(())
        })
    }

    /// Deletes a device that belongs to nobody.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`], [`PrincipalError::InUse`], [`PrincipalError::Catalog`].
    pub fn delete_device(&self, serial: &str) -> Result<(), PrincipalError> {
        let _changing = self.change();
        let device = self.wanted_device(serial)?;
        if device.user_id.is_some() {
            return Err(PrincipalError::InUse);
        }
        self.forget(&*device)
    }

    /// Believes a code of a user's device, once.
    ///
    /// # Durability
    /// That the code was taken is on flash when this returns.
    /// # Errors
    /// [`PrincipalError::NoSuch`] when the device is not the user's, [`PrincipalError::WrongCode`],
    /// [`PrincipalError::Catalog`].
    pub fn believe(&self, user: &User, serial: &str, code: &str, now: Now) -> Result<(), PrincipalError> {
        self.change_device(serial, |device| {
            device.must_belong(user)?;
            device.last_step = device.step_of(code, now).ok_or(PrincipalError::WrongCode)?;
            Ok(())
        })
    }

    /// The devices that belong to a user, by name.
    #[must_use]
    pub fn devices_of(&self, user: &User) -> Vec<Arc<MfaDevice>> {
        let held = self.read();
        let own = |device: &&Arc<MfaDevice>| device.user_id.as_ref() == Some(&user.user_id);
        held.devices.values().filter(own).cloned().collect()
    }

    /// The user of this id.
    #[must_use]
    pub fn user_by_id(&self, id: &str) -> Option<Arc<User>> {
        let held = self.read();
        held.users.get(held.user_ids.get(id)?).cloned()
    }

    fn wanted_device(&self, serial: &str) -> Result<Arc<MfaDevice>, PrincipalError> {
        self.by_arn(serial).ok_or_else(|| PrincipalError::NoSuch(Kind::Mfa, serial.to_owned()))
    }

    fn change_device(
        &self,
        serial: &str,
        change: impl FnOnce(&mut MfaDevice) -> Result<(), PrincipalError>,
    ) -> Result<(), PrincipalError> {
        let device = self.wanted_device(serial)?;
        self.change_record(&device.name, change)
    }
}

impl MfaDevice {
    fn settle(&mut self, codes: [&str; 2], now: Now) -> Result<(), PrincipalError> {
        let drift = self.drift(codes, now).ok_or(PrincipalError::WrongCode)?;
        self.drift_steps = drift;
        // Both codes are spent.
        self.last_step = mfa::step(now).saturating_add_signed(drift + 1);
        Ok(())
    }

    fn must_belong(&self, user: &User) -> Result<(), PrincipalError> {
        if self.user_id.as_ref() == Some(&user.user_id) {
            return Ok(());
        }
        Err(PrincipalError::NoSuch(Kind::Mfa, self.arn.clone()))
    }
}
