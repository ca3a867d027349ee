run 1 ward diff --deny-new-access old new; has 'edit'
run 1 ward diff --deny-new-access old limit
run "0 1" ward diff --deny-new-access new old; code=$(ward diff --deny-new-access new old > /dev/null 2>&1; echo $?)
[ "$code" = 0 ] || wrong "less is allowed, and the gate says $code"
run 0 ward diff --deny-new-access old old
