//! Randomness from the kernel.

use millpond_base::Entropy;
use rustix::rand::{GetRandomFlags, getrandom};

/// The kernel's random generator, which is seeded before it answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KernelEntropy;

impl Entropy for KernelEntropy {
    fn fill(&self, out: &mut [u8]) {
        let mut filled = 0;
        while filled < out.len() {
            match getrandom(&mut out[filled..], GetRandomFlags::empty()) {
                Ok(count) => filled += count,
                Err(rustix::io::Errno::INTR) => {}
                Err(errno) => {
                    panic!("the kernel has no getrandom ({errno}); nothing can be sealed without it")
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        assert_ne!(KernelEntropy.bytes::<32>(), KernelEntropy.bytes::<32>());
    }
}
