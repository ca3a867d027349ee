run "0 1 2" ward check p.policy
case $out in *E0*) has 'start of a line|begins a line|at the beginning of a line' ;; esac
sed 's/^reader/ reader/' p.policy > indented.policy
run 0 ward check indented.policy
printf 'policy t "T"\nrole { }\n' > nameless.policy
run "1 2" ward check nameless.policy
