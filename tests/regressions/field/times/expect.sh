permits_at() { sed "s|9999-12-31T23:59:59Z|$1|" data.json > one.json; permits User::a view Doc::d --policy p.policy --data one.json; }
never_at() {
  sed "s|9999-12-31T23:59:59Z|$1|" data.json > one.json
  run "1 2" ward eval User::a view Doc::d --policy p.policy --data one.json
}
run "1 2" ward eval User::a view Doc::d --policy p.policy --data data.json
lacks 'write a time such as 2026-03-02T09:00:00Z$'
for at in 2026-03-02T09:00:00.123456789Z 2026-03-01T09:00:00.123456-24:00 20260302T090000,123456Z +002026-03-02T09:00:00.123456Z '2026-03-02T09:00:00.123456Z[America/New_York]' 2026-02-30T09:00:00.123456Z; do
  never_at "$at"
done
permits_at 2026-03-02T09:00:00.123456Z
permits_at 2026-03-03T08:59:00.123456+23:59
permits_at 2026-03-01T09:01:00.123456-23:59
