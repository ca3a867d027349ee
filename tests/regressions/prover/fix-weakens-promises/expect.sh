cp p.policy fixed.policy
run "1" ward check p.policy
run "0 1" ward lint --fix fixed.policy
run "1" ward check fixed.policy
unproved "only what is known to be unpaid" fixed.policy
unproved 'nurse cannot view unless not doc\.paid' fixed.policy
cp grant.policy g.policy
run "0 1" ward lint --fix g.policy
run 0 ward check g.policy
grep -q 'not doc.paid' g.policy && wrong "the double negation in a grant is left"
