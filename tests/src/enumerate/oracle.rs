//! Whether data and a request break a claim, by the evaluator and the words of the reference.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::Policy;
use ward_compiler::model::{
    ANYONE, CeilingId, Claim, ClaimForm, Clause, ClauseKind, Owner, Prohibition, Reached, Reads,
    RestrictionId, RoleBits, RoleId, Side, Source, Target, Verb,
};
use ward_evaluator::eval::{Env, Eval};
use ward_evaluator::{DataFile, Engine, Request};

/// Data and a request, and for claims that compare two data sets the other one.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The data.
    pub data: Json,
    /// The request.
    pub request: Json,
    /// Other data, and the request over them.
    pub other: Option<(Json, Json)>,
    /// Whether everything referred to is stored, everything required is given, and no class is
    /// assigned.
    pub whole: bool,
}

/// An engine over data, where they load.
pub fn engine(policy: &Arc<Policy>, data: &Json) -> Option<Engine> {
    let file = DataFile { name: "data.json".into(), text: data.to_string() };
    let (engine, problems) = Engine::load(policy.clone(), &[file]);
    problems.iter().all(|problem| !problem.is_error()).then_some(engine)
}

/// Whether a claim is broken.
pub fn breaks(policy: &Arc<Policy>, claim: &Claim, shown: &Shown) -> bool {
    engine(policy, &shown.data).is_some_and(|engine| breaks_in(policy, &engine, claim, shown))
}

/// The same over an engine that has the data.
pub fn breaks_in(policy: &Arc<Policy>, engine: &Engine, claim: &Claim, shown: &Shown) -> bool {
    let Ok(request) = Request::from_json(&shown.request) else { return false };
    let oracle = Oracle { policy, engine, request: &request };
    match &claim.form {
        ClaimForm::Never { what, roles: None } => oracle.is_permitted(what),
        ClaimForm::Never { what, roles: Some(roles) } => oracle.survives(what, roles),
        ClaimForm::Cannot { role, what } => oracle.grants(*role, what),
        ClaimForm::Always { what, roles, despite } => {
            shown.whole && oracle.refuses(what, roles, despite)
        }
        ClaimForm::AtMost { low, high } => oracle.loses(shown, low, high),
        ClaimForm::OnlyDepends { what, roles, .. } => oracle.changes(shown, what, roles.as_ref()),
    }
}

struct Oracle<'o> {
    policy: &'o Arc<Policy>,
    engine: &'o Engine,
    request: &'o Request,
}

impl Oracle<'_> {
    fn permits(&self) -> bool {
        self.engine.permits(self.request).unwrap_or(false)
    }

    fn ask(&self, question: impl FnOnce(&Eval<'_>, Target) -> bool) -> bool {
        let asked = self.engine.ask(self.request, |eval| {
            let [part] = eval.asked.parts else { return false };
            question(eval, Target { action: eval.asked.action, ty: eval.asked.ty, part: *part })
        });
        matches!(asked, Ok(Some(true)))
    }

    /// No decision permits it.
    fn is_permitted(&self, what: &[Reached]) -> bool {
        self.ask(|eval, target| selected(eval, what, target)) && self.permits()
    }

    /// No grant of these roles, every `may` taken as switched on, survives the restrictions.
    fn survives(&self, what: &[Reached], roles: &RoleBits) -> bool {
        self.ask(|eval, target| {
            let Some(cell) = self.policy.cells.get(target) else { return false };
            selected(eval, what, target)
                && held(eval).iter().any(|role| {
                    let takes = |one: &&Prohibition| {
                        matches!(one.source, Source::Restriction(_))
                            && one
                                .on_what
                                .is_none_or(|of| self.policy.cells.holders(of).contains(*role))
                            && !eval.clauses(&one.clauses).is_false()
                    };
                    roles.contains(*role)
                        && cell.prohibitions.iter().find(takes).is_none()
                        && cell.grants.iter().any(|grant| {
                            self.policy.cells.holders(grant.holders).contains(*role)
                                && eval.clauses(&grant.clauses).is_true()
                        })
                })
        })
    }

    /// Nothing that the role has, nor what `anyone` has, grants it.
    fn grants(&self, role: RoleId, what: &[Reached]) -> bool {
        self.ask(|eval, target| {
            let Some(cell) = self.policy.cells.get(target) else { return false };
            let holds = held(eval).contains(&role);
            selected(eval, what, target)
                && cell.grants.iter().any(|grant| {
                    let of = self.policy.cells.holders(grant.holders);
                    (of.contains(ANYONE) || (of.contains(role) && holds))
                        && eval.clauses(&grant.clauses).is_true()
                })
        })
    }

    /// Who holds the role is permitted, despite some restrictions.
    fn refuses(&self, what: &[Reached], roles: &RoleBits, despite: &[RestrictionId]) -> bool {
        self.ask(|eval, target| {
            let Some(cell) = self.policy.cells.get(target) else { return false };
            let counts = |one: &&Prohibition| {
                !matches!(one.source, Source::Restriction(id) if despite.contains(&id))
                    && eval.applies(one)
            };
            let against: Vec<&Prohibition> = cell.prohibitions.iter().filter(counts).collect();
            let left = |role: RoleId| {
                !against.iter().any(|one| {
                    one.on_what.is_some_and(|of| self.policy.cells.holders(of).contains(role))
                })
            };
            let held = held(eval);
            let permitted = !against.iter().any(|one| one.on_what.is_none())
                && cell.grants.iter().any(|grant| {
                    let of = self.policy.cells.holders(grant.holders);
                    let through = of.contains(ANYONE)
                        || held.iter().any(|role| of.contains(*role) && left(*role));
                    // No class is assigned, so nothing switches on.
                    through && !grant.may && eval.clauses(&grant.clauses).is_true()
                });
            let asked = held.iter().any(|role| roles.contains(*role));
            asked && selected(eval, what, target) && !permitted
        })
    }

    /// With one role's assignments made the other's, a permit is lost.
    fn loses(&self, shown: &Shown, low: &Side, high: &Side) -> bool {
        let lows = self.assignable(low);
        match high {
            Side::Ceiling(ceiling) => lows.iter().any(|role| self.exceeds(*role, *ceiling)),
            _ => {
                let highs = self.assignable(high);
                self.permits()
                    && lows.iter().any(|low| {
                        highs
                            .iter()
                            .any(|high| low != high && self.refuses_swapped(shown, *low, *high))
                    })
            }
        }
    }

    fn assignable(&self, side: &Side) -> Vec<RoleId> {
        match side {
            Side::Role(role) => vec![*role],
            Side::RolesIn(_, roles) => {
                roles.iter().filter(|role| !self.policy.role(*role).is_abstract).collect()
            }
            Side::Ceiling(_) => Vec::new(),
        }
    }

    fn refuses_swapped(&self, shown: &Shown, low: RoleId, high: RoleId) -> bool {
        let (low, high) = (&self.policy.role(low).name, &self.policy.role(high).name);
        let mut data = shown.data.clone();
        let mut swapped = false;
        for assignment in data["assignments"].as_array_mut().into_iter().flatten() {
            if assignment["role"] == low.as_str() {
                assignment["role"] = json!(high);
                swapped = true;
            }
        }
        swapped
            && engine(self.policy, &data)
                .is_some_and(|engine| matches!(engine.permits(self.request), Ok(false)))
    }

    /// A grant of the role, its `may` taken as switched on, lies outside a ceiling.
    fn exceeds(&self, role: RoleId, ceiling: CeilingId) -> bool {
        self.ask(|eval, target| {
            let Some(cell) = self.policy.cells.get(target) else { return false };
            let allows = self
                .policy
                .rules
                .iter()
                .filter(|rule| rule.owner == Owner::Ceiling(ceiling) && rule.verb == Verb::Allow)
                .flat_map(|rule| &rule.reach)
                .any(|reached| {
                    reached.target == target && eval.clauses(&reached.clauses).is_true()
                });
            held(eval).contains(&role)
                && !allows
                && cell.grants.iter().any(|grant| {
                    self.policy.cells.holders(grant.holders).contains(role)
                        && eval.clauses(&grant.clauses).is_true()
                })
        })
    }

    /// Something else than what is named changes between the two data sets.
    fn changes(&self, shown: &Shown, what: &[Target], roles: Option<&RoleBits>) -> bool {
        let Some((data, request)) = &shown.other else { return false };
        let (Some(engine), Ok(request)) = (engine(self.policy, data), Request::from_json(request))
        else {
            return false;
        };
        let other = Oracle { policy: self.policy, engine: &engine, request: &request };
        let may_change = |oracle: &Oracle<'_>| {
            oracle.ask(|eval, target| {
                let (subject, resource) = (eval.asked.subject, eval.asked.resource);
                what.contains(&target)
                    && roles.is_none_or(|roles| {
                        !eval.holds(subject, roles, &[], Some(resource)).is_false()
                    })
            })
        };
        let (before, after) =
            (self.engine.permits(self.request), other.engine.permits(other.request));
        matches!((before, after), (Ok(before), Ok(after)) if before != after)
            && !may_change(self)
            && !may_change(&other)
    }
}

/// Whether everything that data and request refer to is stored, everything required that some rule
/// reads is given, and no class is assigned: what `always` is about.
pub fn is_whole(policy: &Policy, data: &Json, request: &Json) -> bool {
    let list = |name: &str| data[name].as_array().into_iter().flatten();
    let uid = |ty: &Json, id: &Json| match (ty.as_str(), id.as_str()) {
        (Some(ty), Some(id)) => format!("{}::{id}", ty.split('.').next().unwrap_or(ty)),
        _ => String::new(),
    };
    let mut stored: Vec<String> =
        list("entities").map(|one| uid(&one["type"], &one["id"])).collect();
    stored.push(uid(&request["resource"]["type"], &request["resource"]["id"]));
    let mut texts = Vec::new();
    for part in ["entities", "assignments"] {
        texts_in(&data[part], &mut texts);
    }
    texts_in(&request["resource"]["properties"], &mut texts);
    let is_reference = |text: &&str| {
        text.split_once("::").is_some_and(|(ty, _)| policy.schema.find_type(ty).is_some())
    };
    let mut references = texts.into_iter().filter(is_reference);
    let given = |entity: &Json| {
        let Some(ty) = entity["type"].as_str().and_then(|ty| policy.schema.find_type(ty)) else {
            return true;
        };
        policy.schema.ty(ty).properties.iter().all(|(name, property)| {
            property.optional
                || property.default.is_some()
                || !is_read(policy, name)
                || !entity["properties"][name].is_null()
        })
    };
    references.all(|text| stored.iter().any(|name| name == text))
        && list("entities").all(given)
        && list("assignments").all(|one| one["class"].is_null())
}

fn is_read(policy: &Policy, property: &str) -> bool {
    let reads_it = |reads: Option<Reads<'_>>| matches!(reads, Some(Reads::Property { name, .. }) if name == property);
    policy.exprs.all().any(|part| reads_it(policy.exprs.reads(part)))
}

fn texts_in<'j>(json: &'j Json, texts: &mut Vec<&'j str>) {
    match json {
        Json::String(text) => texts.push(text),
        Json::Array(items) => items.iter().for_each(|item| texts_in(item, texts)),
        Json::Object(fields) => fields.values().for_each(|value| texts_in(value, texts)),
        _ => {}
    }
}

/// The roles that the subject surely holds for the resource.
fn held(eval: &Eval<'_>) -> Vec<RoleId> {
    let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
    held.iter().filter(|held| held.truth.is_true()).map(|held| held.role).collect()
}

/// Whether a claim speaks of a request: `within` and `when` true, `unless` and `except` not met.
fn selected(eval: &Eval<'_>, what: &[Reached], target: Target) -> bool {
    let env = Env::of(eval.asked.resource);
    let met = |clause: &Clause| {
        let truth = eval.truth(clause.condition, &env);
        match clause.kind {
            // The condition of such a clause is the negated one.
            ClauseKind::Unless | ClauseKind::Except => !truth.is_false(),
            _ => truth.is_true(),
        }
    };
    what.iter().any(|reached| reached.target == target && reached.clauses.iter().all(met))
}
