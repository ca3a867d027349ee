run 0 ward test p.policy
unproved "only large ones" p.policy; unproved "never signed" p.policy
run "0 1" ward lint p.policy; lacks 'L0112|L0116'
run 0 ward test limits.policy
proved "no more than a million" limits.policy; unproved wrong limits.policy
run 1 ward diff --deny-new-access old new
run 0 ward diff --deny-new-access equal/old equal/new
run "0 1 2" ward check overlay; has E0604
run 0 ward check fair; lacks E0604
run 0 ward test fair
