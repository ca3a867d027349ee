//! What a condition costs, about, so that cheap ones are asked first. One is the price of
//! reading one value.

use ward_compiler::model::{Access, Expr, ExprId, Policy};

/// To look up a list of containers.
const CLIMB: u32 = 8;
/// How many elements a set has, for want of knowing.
const ELEMENTS: u32 = 8;
/// To ask what somebody holds.
const HOLDING: u32 = 30;
/// A scope that leans on itself.
const RECURSION: u32 = 500;

/// The cost of every expression.
pub fn costs(policy: &Policy) -> Vec<u32> {
    let mut costs: Vec<u32> = Vec::with_capacity(policy.exprs.len());
    for index in 0..policy.exprs.len() {
        let id = ExprId::from_index(index);
        // Parts come before what they are parts of.
        let of = |id: &ExprId| costs.get(id.index()).copied().unwrap_or(1);
        let parts: u32 =
            policy.exprs.children(id).iter().map(of).fold(0, |sum, one| sum.saturating_add(one));
        let own = match policy.exprs.get(id) {
            Expr::Property { access, .. } | Expr::Has { access, .. } => {
                let climbs = access.iter().any(|(_, one)| matches!(one, Access::Container(_)));
                if climbs { CLIMB } else { 1 }
            }
            Expr::Containers { .. } => CLIMB,
            Expr::InEntity(..) => 3,
            Expr::InEntities(..) | Expr::Contains { .. } | Expr::Like(..) => ELEMENTS,
            Expr::TimePart { .. } => CLIMB,
            Expr::Holds { .. } => HOLDING,
            Expr::Within { scope, .. } => {
                let recurs = policy.scope(*scope).on.values().any(|body| body.circle.is_some());
                if recurs { RECURSION } else { CLIMB }
            }
            Expr::Quantified { .. } => parts.saturating_mul(ELEMENTS),
            _ => 1,
        };
        costs.push(parts.saturating_add(own));
    }
    costs
}
