//! Cedar: `Authorizer::is_authorized` over a policy set, entities and a schema.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet,
    Request, Schema, ValidationMode, Validator,
};

use crate::Result;
use crate::case::{Ask, Contender, Form, Uid, prepared};
use crate::world::World;

/// The name in tables.
pub const NAME: &str = "Cedar";

/// Rules and data.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

/// Parses policies and validates them strictly.
///
/// # Errors
/// Where they don't parse, or don't fit the schema.
pub fn policies(text: &str, schema: &Schema) -> Result<PolicySet> {
    let policies = PolicySet::from_str(text)?;
    validate(&policies, schema)?;
    Ok(policies)
}

/// Validates strictly.
///
/// # Errors
/// Where a policy doesn't fit the schema.
pub fn validate(policies: &PolicySet, schema: &Schema) -> Result<()> {
    let result = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    match result.validation_errors().next() {
        Some(error) => Err(error.to_string().into()),
        None => Ok(()),
    }
}

/// Reads a schema.
///
/// # Errors
/// Where it has errors.
pub fn schema(text: &str) -> Result<Schema> {
    Ok(Schema::from_cedarschema_str(text)?.0)
}

impl Cedar {
    /// Policies that are valid under a schema, over the entities of a world.
    ///
    /// # Errors
    /// Where policies, schema or entities have errors.
    pub fn new(policy_text: &str, schema_text: &str, world: &World) -> Result<Self> {
        let schema = schema(schema_text)?;
        let policies = policies(policy_text, &schema)?;
        let entities = Entities::from_json_value(world.to_cedar_json(), Some(&schema))?;
        Ok(Self { authorizer: Authorizer::new(), policies, entities })
    }

    fn permits(&self, request: &Request) -> bool {
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }
}

/// Names of types, parsed once: parsing them would be most of the way from texts to a request.
struct TypeNames(HashMap<String, EntityTypeName>);

impl TypeNames {
    fn of(asks: &[Ask]) -> Result<Self> {
        let mut known = HashMap::from([("Action".to_owned(), EntityTypeName::from_str("Action")?)]);
        for ask in asks {
            for ty in [&ask.subject.ty, &ask.resource.ty] {
                if !known.contains_key(ty) {
                    known.insert(ty.clone(), EntityTypeName::from_str(ty)?);
                }
            }
        }
        Ok(Self(known))
    }

    fn uid(&self, ty: &str, id: &str) -> Option<EntityUid> {
        let ty = self.0.get(ty)?.clone();
        Some(EntityUid::from_type_name_and_id(ty, EntityId::new(id)))
    }

    fn entity(&self, uid: &Uid) -> Option<EntityUid> {
        self.uid(&uid.ty, &uid.id)
    }

    fn request(&self, ask: &Ask) -> Option<Request> {
        let (subject, action) = (self.entity(&ask.subject)?, self.uid("Action", &ask.action)?);
        Request::new(subject, action, self.entity(&ask.resource)?, Context::empty(), None).ok()
    }
}

/// Cedar in both forms.
///
/// # Errors
/// Where policies, schema, entities or requests have errors.
pub fn contenders(
    policy_text: &str,
    schema_text: &str,
    world: &World,
    asks: &[Ask],
) -> Result<Vec<Box<dyn Contender>>> {
    let cedar = Arc::new(Cedar::new(policy_text, schema_text, world)?);
    let names = TypeNames::of(asks)?;
    let requests: Option<Vec<Request>> = asks.iter().map(|ask| names.request(ask)).collect();
    let requests = requests.ok_or("a request isn't one of Cedar's")?;
    let asks = asks.to_vec();
    let other = cedar.clone();
    Ok(vec![
        prepared(NAME, Form::Resolved, requests.len(), move |at| {
            Some(other.permits(&requests[at]))
        }),
        prepared(NAME, Form::Strings, asks.len(), move |at| {
            names.request(&asks[at]).map(|request| cedar.permits(&request))
        }),
    ])
}
