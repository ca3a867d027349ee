//! One file per engine: rules and data in, contenders out.

pub mod casbin;
pub mod cedar;
pub mod oso;
pub mod regorus;
pub mod ward;
