//! Small but nasty policies as text, with data and requests.
//!
//! Policies are text, so that parser and compiler take part; they are text in pieces, so that a
//! case on which two evaluators differ can be cut down to what matters.

mod choices;
mod condition;
mod cut;
mod data;
mod request;
mod rules;
mod schema;
mod speech;
mod statement;
mod world;

pub use choices::Choices;
pub use cut::cut_down;
pub use data::DAYS;
pub use request::parents_of;
pub use speech::Features;
pub use world::{File, Item, World};

use proptest::strategy::Strategy;

/// A strategy for worlds that use some of the language.
pub fn worlds(features: Features, requests: usize) -> impl Strategy<Value = World> {
    let streams = (
        Choices::strategy(150),
        Choices::strategy(900),
        Choices::strategy(400),
        Choices::strategy(30 * requests),
    );
    streams.prop_map(move |(mut schema, mut rules, mut data, mut asked)| {
        let zone = schema.percent(30).then(|| "Europe/Zurich".to_owned());
        let mut schema = schema::Schema::generate(&mut schema);
        let declarations = schema.items();
        let (files, assignable) = rules::files(&mut rules, &schema, declarations, features);
        let (entities, assignments) = data::data(&mut data, &schema, &assignable);
        let requests =
            (0..requests).map(|_| request::request(&mut asked, &schema, &entities)).collect();
        World { files, time_zone: zone, entities, assignments, requests }
    })
}
