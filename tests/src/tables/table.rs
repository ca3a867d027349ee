//! One policy with its circuit.

use std::sync::Arc;

use serde_json::Value as Json;
use ward_compiler::model::{ConditionId, Target};
use ward_compiler::{Policy, PolicySource, compile};
use ward_evaluator::eval::Env;
use ward_evaluator::{DataFile, Engine, Request, Truth};
use ward_prover::Table as Circuits;

use super::schema::TEXT;
use super::speech::{Asked, Form, Speech};
use super::world::World;
use crate::enumerate::Draw;

/// Conditions with the policy that has them.
pub struct Table {
    /// As they are written.
    pub conditions: Vec<String>,
    /// What kind of record they are asked of.
    pub asked: Asked,
    policy: Arc<Policy>,
    ids: Vec<ConditionId>,
    target: Target,
}

/// A world that a circuit has no room for.
#[derive(Clone, Debug)]
pub struct Excluded {
    /// The conditions that can't be together, with what the evaluator says of them.
    pub conditions: Vec<(String, Option<bool>)>,
    /// The world.
    pub world: World,
}

impl Table {
    /// Draws a table about a form; conditions that don't compile are left out.
    pub fn draw(draw: &mut Draw, form: Form, asked: Asked, many: usize) -> Option<Self> {
        let mut conditions = Speech::new(draw, asked).conditions(form, many);
        conditions.dedup();
        loop {
            match compiled(&conditions, asked) {
                Ok(policy) => return Self::of(policy, conditions, asked),
                Err(wrong) => {
                    for at in wrong.iter().rev() {
                        conditions.remove(*at);
                    }
                    if conditions.is_empty() || wrong.is_empty() {
                        return None;
                    }
                }
            }
        }
    }

    fn of(policy: Arc<Policy>, conditions: Vec<String>, asked: Asked) -> Option<Self> {
        let mut ids = Vec::new();
        let mut target = None;
        for nth in 0..conditions.len() {
            let name = format!("r{nth}");
            let role = policy.roles.iter().position(|role| role.name == name)?;
            let rule = policy.rules.iter().find(|rule| {
                matches!(rule.owner, ward_compiler::model::Owner::Role(id) if id.index() == role)
            })?;
            let reached = rule.reach.first()?;
            target = Some(reached.target);
            ids.push(reached.clauses.first()?.condition);
        }
        Some(Self { conditions, asked, policy, ids, target: target? })
    }

    /// The circuit of the conditions.
    pub fn circuits(&self) -> Circuits<'_> {
        Circuits::new(&self.policy, self.target, &self.ids)
    }

    /// What the evaluator says of each condition in a world; `None` where the request isn't
    /// decided there.
    pub fn truths(&self, world: &World) -> Option<Vec<Option<bool>>> {
        let file = DataFile { name: "data.json".into(), text: world.data.to_string() };
        let (engine, problems) = Engine::load(self.policy.clone(), &[file]);
        if let Some(problem) = problems.iter().find(|problem| problem.is_error()) {
            // A world that doesn't load tests nothing; what draws worlds must not make many.
            return Some(Vec::new()).filter(|_| problem.message.is_empty());
        }
        let request = Request::from_json(&world.request).ok()?;
        let all = engine.ask(&request, |eval| {
            let env = Env::of(eval.asked.resource);
            let one = |id: &ConditionId| match eval.truth(*id, &env) {
                Truth::True => Some(true),
                Truth::False => Some(false),
                Truth::Unknown => None,
            };
            self.ids.iter().map(one).collect()
        });
        all.ok()?
    }

    /// Whether a circuit has room for a world; `None` where it has, or the world isn't one.
    pub fn excludes(&self, circuits: &mut Circuits<'_>, world: World) -> Option<Excluded> {
        let truths = self.truths(&world)?;
        if circuits.admits(&truths.iter().copied().map(Some).collect::<Vec<_>>()) != Some(false) {
            return None;
        }
        // The fewest that are still excluded make the report.
        let mut kept: Vec<Option<Option<bool>>> = truths.iter().copied().map(Some).collect();
        for at in 0..kept.len() {
            let one = kept[at].take();
            if circuits.admits(&kept) != Some(false) {
                kept[at] = one;
            }
        }
        let conditions = kept
            .iter()
            .zip(&self.conditions)
            .filter_map(|(truth, text)| truth.map(|truth| (text.clone(), truth)))
            .collect();
        Some(Excluded { conditions, world })
    }
}

/// The policy, or which conditions have errors.
fn compiled(conditions: &[String], asked: Asked) -> Result<Arc<Policy>, Vec<usize>> {
    let mut text = format!("policy tables{TEXT}");
    let first = text.lines().count();
    for (nth, condition) in conditions.iter().enumerate() {
        text += &format!("role r{nth} {{ can {} when {condition} }}\n", asked.action());
    }
    match compile(&PolicySource::from_text(text.clone())) {
        Ok(policy) => Ok(Arc::new(policy)),
        Err(failure) => {
            let mut wrong: Vec<usize> = failure
                .diagnostics
                .iter()
                .filter(|problem| problem.is_error())
                .filter_map(|problem| {
                    let start = problem.span()?.start as usize;
                    text[..=start].lines().count().checked_sub(first + 1)
                })
                .collect();
            wrong.sort_unstable();
            wrong.dedup();
            Err(wrong)
        }
    }
}

impl Excluded {
    /// As a report.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (condition, truth) in &self.conditions {
            let truth = truth.map_or("unknown".to_owned(), |truth| truth.to_string());
            text += &format!("  {condition}: {truth}\n");
        }
        let pretty = |json: &Json| json.to_string();
        text + &format!(
            "  data {}\n  request {}\n",
            pretty(&self.world.data),
            pretty(&self.world.request)
        )
    }
}
