//! What a condition was compared with, line by line.

use ward_compiler::model::{Condition, ConditionId, Logic, Relation};

use crate::decision::AtomLine;
use crate::eval::{Env, Eval};
use crate::truth::Truth;

/// How deep scopes within scopes are told.
const DEEPEST: usize = 4;

impl Eval<'_> {
    /// The comparisons that keep a condition from being what it should (`True`, for a grant), or
    /// that keep it from being `False` (for a prohibition).
    pub(super) fn atoms(
        &self,
        id: ConditionId,
        env: &Env<'_>,
        reference: Truth,
        depth: usize,
        lines: &mut Vec<AtomLine>,
    ) {
        match self.policy.exprs.condition(id) {
            Condition::Logic(Logic::And(parts) | Logic::Or(parts)) => {
                for part in parts.iter() {
                    let truth = self.truth(*part, env);
                    // A grant is kept back by what isn't true; a prohibition is kept by what isn't false.
                    if truth != reference {
                        self.atoms(*part, env, reference, depth, lines);
                    }
                }
            }
            Condition::Logic(Logic::Not(inner)) if self.is_composite(*inner) => {
                self.atoms(*inner, env, reference.negated(), depth, lines);
            }
            Condition::Relation(Relation::Within { scope, of }) => {
                let record = self.entity(*of, env);
                let truth = self.truth(id, env);
                let because =
                    if record.is_none() { self.why_unknown(*of, env) } else { String::new() };
                lines.push(AtomLine { depth, text: self.text_of(id), truth, because });
                let body = record.and_then(|record| {
                    self.policy.scope(*scope).on.get(&self.asked.frame.ty(record))
                });
                if let (Some(record), Some(body)) = (record, body)
                    && depth < DEEPEST
                {
                    let reader = self.policy.scope(*scope).overlay;
                    let env = Env::of(record).read_by(reader);
                    self.atoms(body.condition, &env, reference, depth + 1, lines);
                }
            }
            Condition::Value(_)
            | Condition::Logic(Logic::Not(_))
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(Relation::Holds { .. })
            | Condition::Quantifier(_) => {
                let (text, truth) = (self.text_of(id), self.truth(id, env));
                lines.push(AtomLine { depth, text, truth, because: self.because(id, env) });
            }
        }
    }

    fn is_composite(&self, id: ConditionId) -> bool {
        matches!(
            self.policy.exprs.condition(id),
            Condition::Logic(Logic::And(_) | Logic::Or(_))
                | Condition::Relation(Relation::Within { .. })
        )
    }
}
