run 0 ward check p.policy
