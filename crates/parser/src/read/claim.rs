//! Claims.

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{Claim, ClaimForm};
use crate::grammar::Rule;

impl Reader<'_, '_> {
    pub(super) fn claim(&mut self, pair: &Pair) -> Option<Claim> {
        Some(Claim {
            title: self.first_text(pair)?,
            assume: has(pair, Rule::kw_assume),
            form: self.claim_form(first(pair, Rule::claim_form)?)?,
        })
    }

    pub(super) fn claim_form(&mut self, pair: Pair) -> Option<ClaimForm> {
        let form = pair.into_inner().next()?;
        if form.as_rule() == Rule::at_most {
            let mut terms = self.role_terms(&form)?.into_iter();
            return Some(ClaimForm::AtMost { low: terms.next()?, high: terms.next()? });
        }
        let what = self.selection(&first(&form, Rule::selection)?)?;
        let roles = self.role_set_in(first(&form, Rule::for_roles));
        Some(match form.as_rule() {
            Rule::never => ClaimForm::Never { what, roles },
            Rule::always => {
                let despite = first(&form, Rule::despite);
                let despite = despite.map(|part| self.names_in(&part, Rule::name_list));
                ClaimForm::Always { what, roles: roles?, despite: despite.unwrap_or_default() }
            }
            _ => {
                let mut names = self.names(form).into_iter();
                ClaimForm::OnlyDepends { what, roles, property: (names.next()?, names.next()?) }
            }
        })
    }
}
