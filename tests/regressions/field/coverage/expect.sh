run "0 1" ward test p.policy --coverage
one_way=$out
run "0 1" ward test both.policy --coverage
[ "$one_way" != "$out" ] || wrong "coverage of p.policy is that of both.policy"
run "0 1" ward test unknown.policy --coverage; unknown=$out
run "0 1" ward test known.policy --coverage
[ "$unknown" != "$out" ] || wrong "coverage of unknown.policy is that of known.policy"
