//! One set of requests, and the engines that are asked them.

use std::fmt;

/// A type and an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid {
    /// The type's name.
    pub ty: String,
    /// The id.
    pub id: String,
}

impl Uid {
    /// An entity's name.
    pub fn new(ty: impl Into<String>, id: impl Into<String>) -> Self {
        Self { ty: ty.into(), id: id.into() }
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.ty, self.id)
    }
}

/// A request as every engine gets it: texts, in the shape of AuthZEN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Who asks.
    pub subject: Uid,
    /// What is to be done.
    pub action: String,
    /// To which record.
    pub resource: Uid,
}

impl Ask {
    /// A request.
    pub fn new(subject: Uid, action: impl Into<String>, resource: Uid) -> Self {
        Self { subject, action: action.into(), resource }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.subject, self.action, self.resource)
    }
}

/// What an engine has been given before it is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The request in the engine's own form, names looked up where its interface allows it.
    Resolved,
    /// The request as texts: looking up or building the engine's form counts.
    Strings,
}

impl Form {
    /// The word for it in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Strings => "strings",
        }
    }
}

/// An engine with its rules, data and requests, ready to decide.
pub trait Contender {
    /// The engine's name, with the way that it is used where there are several.
    fn name(&self) -> &'static str;
    /// What it is given.
    fn form(&self) -> Form;
    /// Decides one request; `None` where the engine failed, which ends the run.
    fn decide(&mut self, request: usize) -> Option<bool>;
    /// Decides `count` requests in turn, beginning with `first`, and counts the permits.
    fn run(&mut self, first: usize, count: usize) -> usize;
}

/// A contender from a function over the number of a request.
pub struct Prepared<F> {
    name: &'static str,
    form: Form,
    requests: usize,
    decide: F,
}

/// Makes a contender of a function. The function is inlined into the loop that is timed, so
/// that no engine pays for being one of many.
pub fn prepared<'a, F>(
    name: &'static str,
    form: Form,
    requests: usize,
    decide: F,
) -> Box<dyn Contender + 'a>
where
    F: FnMut(usize) -> Option<bool> + 'a,
{
    Box::new(Prepared { name, form, requests, decide })
}

impl<F: FnMut(usize) -> Option<bool>> Contender for Prepared<F> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn form(&self) -> Form {
        self.form
    }

    fn decide(&mut self, request: usize) -> Option<bool> {
        (self.decide)(request)
    }

    fn run(&mut self, first: usize, count: usize) -> usize {
        let mut permits = 0;
        let mut request = first;
        for _ in 0..count {
            if request >= self.requests {
                request = 0;
            }
            permits += usize::from(std::hint::black_box((self.decide)(request)) == Some(true));
            request += 1;
        }
        permits
    }
}

/// A row of a table: requests, and those who answer them. The first contender of each form is
/// what the others are compared with.
pub struct Case<'c> {
    /// What stands in the row's first cell.
    pub name: String,
    /// The requests, in the order in which they are asked.
    pub requests: Vec<Ask>,
    /// The engines.
    pub contenders: Vec<Box<dyn Contender + 'c>>,
}
