//! Data that change under an engine.

use std::sync::Arc;

use ward_diagnostics::Diagnostic;

use crate::engine::Engine;
use crate::store::{Change, change};

impl Engine {
    /// The same with changed data, and everything that is odd with them then; `None` where they
    /// have to be read again, which says what is wrong with them where something is.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ward_compiler::{PolicySource, compile};
    /// use ward_evaluator::{Change, DataFile, Engine};
    ///
    /// let policy = "policy p\nsubject entity User { age: Int = 0 }\n";
    /// let policy = Arc::new(compile(&PolicySource::from_text(policy)).unwrap());
    /// let text = r#"{"entities": [{"type": "User", "id": "ann"}]}"#;
    /// let held = DataFile { name: "store".into(), text: text.into() };
    /// let (engine, _) = Engine::load_with(policy, &[], &held);
    /// let bo = r#"{"type": "User", "id": "bo", "properties": {"age": 12}}"#;
    /// let change = Change { entities: vec![bo.into()], ..Change::default() };
    /// let (changed, problems) = engine.changed(&change).unwrap();
    /// assert!(problems.is_empty());
    /// assert_eq!((engine.store().stored_count(), changed.store().stored_count()), (1, 2));
    /// ```
    pub fn changed(&self, to: &Change) -> Option<(Self, Vec<Diagnostic>)> {
        let changed = change(self.policy(), self.store(), &self.ledger, to)?;
        let problems = changed.ledger.problems();
        Some((self.over(changed.store, Arc::new(changed.ledger), &changed.unplaced), problems))
    }
}
