run 0 ward graph --policy p.policy --reaches role:nurse
has 'nobody further'; has 'no edits'; has home; has apart; lacks 'the boss alone'
run 0 ward graph --policy p.policy --why 'claim:nobody further' role:nurse
