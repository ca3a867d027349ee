for claim in "custom roles reach no further than the boss" "nobody reaches further than the boss"; do
  proved "$claim" set; unproved "$claim" false.policy
  mkdir -p alone; cp set/a.policy alone; proved "$claim" alone
done
