//! What a condition was compared with, line by line.

use std::sync::Arc;

use ward_compiler::model::{Expr, ExprId};

use crate::eval::{Env, Eval};
use crate::truth::Truth;

/// How deep scopes within scopes are told.
const DEEPEST: usize = 4;

/// One comparison that bore on a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct AtomLine {
    /// How far inside a scope's definition it stands.
    pub depth: usize,
    /// The comparison as policy text.
    pub text: Arc<str>,
    /// What it came to.
    pub truth: Truth,
    /// The values, or what is not known; may be empty.
    pub because: String,
}

impl Eval<'_> {
    /// The comparisons that keep a condition from being what it should (`True`, for a grant), or
    /// that keep it from being `False` (for a prohibition).
    pub(super) fn atoms(
        &self,
        id: ExprId,
        env: &Env<'_>,
        reference: Truth,
        depth: usize,
        lines: &mut Vec<AtomLine>,
    ) {
        match self.policy.exprs.get(id) {
            Expr::And(parts) | Expr::Or(parts) => {
                for part in parts.iter() {
                    let truth = self.truth(*part, env);
                    // A grant is kept back by what isn't true; a prohibition is kept by what isn't false.
                    if truth != reference {
                        self.atoms(*part, env, reference, depth, lines);
                    }
                }
            }
            Expr::Not(inner) if self.is_composite(*inner) => {
                self.atoms(*inner, env, reference.negated(), depth, lines);
            }
            Expr::Within { scope, of } => {
                let record = self.entity(*of, env);
                let truth = self.truth(id, env);
                let because =
                    if record.is_none() { self.why_unknown(*of, env) } else { String::new() };
                lines.push(AtomLine { depth, text: self.condition_text(id), truth, because });
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
            _ => {
                let truth = self.truth(id, env);
                lines.push(AtomLine {
                    depth,
                    text: self.condition_text(id),
                    truth,
                    because: self.because(id, env),
                });
            }
        }
    }

    fn is_composite(&self, id: ExprId) -> bool {
        matches!(self.policy.exprs.get(id), Expr::And(_) | Expr::Or(_) | Expr::Within { .. })
    }
}
