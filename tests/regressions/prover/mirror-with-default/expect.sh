run "1 2" ward check p.policy
proved "in its site" plain.policy
run 0 ward test plain.policy
