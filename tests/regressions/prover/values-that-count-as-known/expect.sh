run 0 ward test p.policy
unproved "known home" p.policy; unproved "known hour" p.policy
proved look p.policy; proved sign p.policy
