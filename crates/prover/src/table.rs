//! Conditions as circuits, to be held against what the evaluator says of them.

use ward_compiler::model::{ConditionId, Policy, Target};

use crate::circuit::Bit;
use crate::facts::Truth;
use crate::means::Means;
use crate::world::{Env, World};

/// Several conditions of a policy over the same data and request.
///
/// Whatever the evaluator can say of them together, for some data and request, the circuit must
/// admit: a proof rests on what it excludes.
pub struct Table<'p> {
    world: World<'p>,
    truths: Vec<Truth>,
}

impl<'p> Table<'p> {
    /// Conditions that are asked of the resource of a target.
    pub fn new(policy: &'p Policy, target: Target, conditions: &[ConditionId]) -> Self {
        let mut world = World::new(policy, &Means::of_a_question(), target);
        let resource = world.facts.resource();
        let env = Env::of(resource, 0);
        let truths = conditions.iter().map(|id| world.truth(*id, &env)).collect();
        Self { world, truths }
    }

    /// Whether the conditions can come to these values together: true, false or unknown (an inner
    /// `None`); of an outer `None` nothing is asked. `None` where the solver can't tell.
    pub fn admits(&mut self, values: &[Option<Option<bool>>]) -> Option<bool> {
        let assumptions: Vec<Bit> = self
            .truths
            .iter()
            .zip(values)
            .filter_map(|(truth, value)| value.map(|value| (truth, value)))
            .flat_map(|(truth, value)| match value {
                Some(true) => [truth.yes, !truth.no],
                Some(false) => [!truth.yes, truth.no],
                None => [!truth.yes, !truth.no],
            })
            .collect();
        self.world.solve(&assumptions)
    }
}
