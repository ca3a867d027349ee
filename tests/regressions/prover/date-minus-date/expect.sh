run 0 ward test p.policy
refuted "only in the next century" p.policy
proved "its own condition" true.policy
proved "from February" true.policy
