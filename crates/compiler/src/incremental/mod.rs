//! Compiling again after a change: what is known already is kept.
//!
//! A [`Recompiler`] keeps what it has compiled last. Where the next source differs from it in the
//! statements of one role, class or restriction, it reads that declaration, checks its statements
//! in the place of the old ones, follows the dependency graph to what leans on them, and puts
//! them into the cells that they reach. Anything else is compiled from the start, with the files
//! that are as they were not read again.
//!
//! Invariant: whatever way is taken, the policy is the one that [`crate::compile`] gives, down to
//! ids and places; where a shorter way can't promise that, it gives up before it changes anything
//! that is handed out.

mod cells;
mod links;
mod patch;
mod region;
mod shift;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ward_diagnostics::{FileId, SourceMap};
use ward_parser::ast::{ConstraintRule, ItemKind, RoleTerm};

use crate::CeilingJudge;
use crate::model::{Owner, Policy, Slots};
use crate::pipeline::{self, Failure, Options};
use crate::resolve::ParsedFile;
use crate::resolve::names::Names;
use crate::set::PolicySource;

/// What a recompilation had to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Everything was checked anew; only files that had not changed weren't read again.
    pub whole: bool,
    /// Files read as a whole.
    pub files_read: usize,
    /// Declarations read, where no file was read as a whole.
    pub declarations_read: usize,
    /// Statements checked.
    pub statements_checked: usize,
    /// Cells changed.
    pub cells_changed: usize,
}

/// What a compilation knows besides the policy.
#[derive(Debug)]
pub(crate) struct Kept {
    pub names: Names,
    /// Whose statements took up which expressions first, in the order in which they are checked.
    pub first_uses: Vec<(Owner, Slots)>,
}

/// Compiles one state of a policy set after the other.
///
/// ```
/// use ward_compiler::{PolicySource, incremental::Recompiler};
///
/// let text = "policy p\nsubject entity User { level: Int = 0 }\nactions a on User { view }\n\
///     role low { can view when subject.level > 1 }\nrole high { can view when subject.level > 7 }\n";
/// let mut compiler = Recompiler::default();
/// let (_, report) = compiler.update(PolicySource::from_text(text)).unwrap();
/// assert!(report.whole);
/// let edited = text.replace("> 7", "> 12");
/// let (policy, report) = compiler.update(PolicySource::from_text(edited)).unwrap();
/// assert_eq!((report.whole, report.statements_checked), (false, 1));
/// assert_eq!(policy.rules[0].text, "can view when subject.level > 12");
/// ```
#[derive(Debug, Default)]
pub struct Recompiler {
    source: PolicySource,
    files: Vec<ParsedFile>,
    /// Per file whether its tree is the one of its text; a patched one's has other places.
    fresh: Vec<bool>,
    state: Option<State>,
}

/// What has been compiled.
#[derive(Debug)]
struct State {
    policy: Arc<Policy>,
    kept: Kept,
    /// Per file where its declarations stand.
    places: Vec<Vec<region::Place>>,
    /// Whether the policy is of a kind that can be patched.
    patchable: bool,
    /// Whether somebody judged what its overlays give.
    judged: bool,
}

impl Recompiler {
    /// Compiles the next state of a policy set; the same as [`crate::compile`] gives.
    ///
    /// It is fastest where nobody else holds on to the last policy that it gave: what is shared
    /// must be copied before it can be changed.
    ///
    /// # Errors
    /// Everything that is wrong with it, where something is.
    pub fn update(&mut self, source: PolicySource) -> Result<(Arc<Policy>, Report), Box<Failure>> {
        self.update_judged(source, None)
    }

    /// The same, with a judge of what overlays give, as in [`Options::judge`].
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn update_judged(
        &mut self,
        source: PolicySource,
        judge: Option<&CeilingJudge<'_>>,
    ) -> Result<(Arc<Policy>, Report), Box<Failure>> {
        if let Some(policy) = self.unchanged(&source, judge.is_some()) {
            return Ok((policy, Report::default()));
        }
        let patched = self.changed_file(&source).and_then(|at| self.patch(&source, at));
        match patched {
            Some((policy, report)) => {
                self.source = source;
                Ok((policy, report))
            }
            None => self.whole(source, judge),
        }
    }

    /// The policy of the last time, where the source says the same. Overlays are left out by the
    /// judge, so that one that was judged is not one that wasn't.
    fn unchanged(&self, source: &PolicySource, judged: bool) -> Option<Arc<Policy>> {
        let state = self.state.as_ref().filter(|_| self.source == *source)?;
        let overlays = !(state.policy.overlays.is_empty() && state.policy.rejected.is_empty());
        (state.judged == judged || !overlays).then(|| state.policy.clone())
    }

    /// The one file that has changed, if nothing else has.
    fn changed_file(&self, source: &PolicySource) -> Option<usize> {
        let state = self.state.as_ref()?;
        let old = &self.source;
        let alike = state.patchable
            && old.settings == source.settings
            && source.unreadable.is_empty()
            && old.files.len() == source.files.len()
            && old
                .files
                .iter()
                .zip(&source.files)
                .all(|(old, new)| old.path == new.path && old.of_base == new.of_base);
        let pairs = old.files.iter().zip(&source.files).enumerate();
        let mut changed = pairs.filter(|(_, (old, new))| old.text != new.text);
        let (first, None) = (changed.next().filter(|_| alike)?, changed.next()) else {
            return None;
        };
        Some(first.0)
    }

    /// Takes the short way; `None` where there is none, and then the state may be lost.
    fn patch(&mut self, source: &PolicySource, changed: usize) -> Option<(Arc<Policy>, Report)> {
        let id = FileId(u32::try_from(changed).ok()?);
        let (old, new) = (&self.source.files.get(changed)?.text, &source.files.get(changed)?.text);
        let state = self.state.as_ref()?;
        let edit = region::edit(id, old, state.places.get(changed)?, new)?;
        let tree = &mut self.files.get_mut(changed)?.tree;
        let item = tree.items.get(edit.index)?;
        let place = state.places.get(changed)?.get(edit.index)?;
        let change = patch::Change { id, old, new, item, place: *place, edit: &edit };
        if !change.is_in_statements_only() {
            return None;
        }
        let mut state = self.state.take()?;
        let done = patch::apply(&mut state.policy, &mut state.kept, source, &change)?;
        *tree.items.get_mut(edit.index)? = edit.item;
        *state.places.get_mut(changed)? = edit.places;
        *self.fresh.get_mut(changed)? = false;
        let policy = state.policy.clone();
        self.state = Some(state);
        Some((policy, Report { declarations_read: edit.read, ..done }))
    }

    fn whole(
        &mut self,
        source: PolicySource,
        judge: Option<&CeilingJudge<'_>>,
    ) -> Result<(Arc<Policy>, Report), Box<Failure>> {
        let known = self.known_files(&source);
        let files_read = known.iter().filter(|file| file.is_none()).count();
        let mut sources = SourceMap::default();
        let parsed = pipeline::parse(&source, &mut sources, known);
        let (mut files, problems) = parsed;
        let reusable = problems.is_empty();
        let compiled = pipeline::run(
            &source,
            sources,
            &mut files,
            problems,
            &Options { judge, ..Options::default() },
        );
        self.state = None;
        self.files = if reusable { files } else { Vec::new() };
        self.fresh = vec![true; self.files.len()];
        self.source = source;
        let (policy, kept) = compiled?;
        let statements_checked = policy.rules.len();
        let cells_changed = policy.cells.contents.len();
        let policy = Arc::new(policy);
        let texts = self.source.files.iter().zip(&self.files);
        self.state = Some(State {
            patchable: self.is_patchable(&policy),
            judged: judge.is_some(),
            policy: policy.clone(),
            kept,
            places: texts.map(|(it, file)| region::places(&file.tree, 0, &it.text)).collect(),
        });
        let report = Report {
            whole: true,
            files_read,
            declarations_read: 0,
            statements_checked,
            cells_changed,
        };
        Ok((policy, report))
    }

    /// Per file of the source its tree, where it is known from the last time.
    fn known_files(&mut self, source: &PolicySource) -> Vec<Option<ParsedFile>> {
        self.state = None;
        let mut old = std::mem::take(&mut self.files).into_iter();
        let mut known = Vec::with_capacity(source.files.len());
        for (at, file) in source.files.iter().enumerate() {
            let tree = old.next();
            let fresh = self.fresh.get(at) == Some(&true);
            let same = fresh && self.source.files.get(at) == Some(file);
            known.push(tree.filter(|_| same));
        }
        known
    }

    /// Overlays are judged by ceilings, warnings hang on places, and `roles that can …` asks all
    /// statements: these are left to the long way.
    fn is_patchable(&self, policy: &Policy) -> bool {
        let mut items = self.files.iter().flat_map(|file| &file.tree.items);
        policy.overlays.is_empty()
            && policy.rejected.is_empty()
            && policy.warnings.is_empty()
            && self.files.len() == self.source.files.len()
            && !items.any(|item| match &item.kind {
                ItemKind::Constraint(constraint) => asks_statements(&constraint.rule),
                _ => false,
            })
    }
}

fn asks_statements(rule: &ConstraintRule) -> bool {
    let asks = |term: &RoleTerm| matches!(term, RoleTerm::RolesThatCan(_));
    match rule {
        ConstraintRule::Exclusive { sides, except, .. } => {
            sides.iter().any(asks) || except.iter().any(|set| set.terms.iter().any(asks))
        }
        ConstraintRule::ExactlyOneOf { roles, .. } | ConstraintRule::Require { roles, .. } => {
            roles.terms.iter().any(asks)
        }
        ConstraintRule::Count { role, .. } => asks(role),
        ConstraintRule::Every { .. } => false,
    }
}
