cat > star.policy <<'P'
policy t "T"
subject entity User { s: String }
entity Doc
actions docs on Doc { view, edit, pay }
role r "R" { can view, edit, pay }
restriction literal "No names with a star" {
  forbid view when subject.s like "*\**"
  forbid edit when subject.s like "*a*"
  forbid pay when subject.s like "*\\*"
}
P
run 0 ward check star.policy
permits User::plain view Doc::d --policy star.policy --data data.json
refuses User::star view Doc::d --policy star.policy --data data.json
refuses User::plain edit Doc::d --policy star.policy --data data.json
refuses User::star view Doc::d --policy p.policy --data data.json
permits User::plain view Doc::d --policy p.policy --data data.json
