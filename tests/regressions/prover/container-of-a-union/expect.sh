unproved x p.policy
mkdir set; cp p.policy set
printf 'overlay Org::"o1" under lid\nrole or0 { can edit }\n' > set/o.policy
run "0 1 2" ward check set; has E0604
