case $(verdict "clinicians within billers" p.policy) in proved) wrong "proved of an abstract role" ;; esac
run 1 ward check p.policy
refuted "nurses within billers" rest.policy
proved "nurses within chiefs" rest.policy
proved "no clinician pays" rest.policy
