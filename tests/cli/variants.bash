# The variants of attention: list, verify, prove.
source "$(dirname "$0")/harness.bash"

# answers NAME CODE VERDICT NEEDLE ARGUMENTS...: prove exits so, its first line ends with the verdict, stdout has the
# needle, stderr is empty
answers() {
  case_name=$1
  local wanted=$2 verdict=$3 needle=$4
  shift 4
  cases=$((cases + 1))
  run prove "$@"
  [[ $code == "$wanted" ]] || fail "exit code $code, expected $wanted"
  [[ $(head -1 .out) == *": $verdict" ]] || fail "not $verdict"
  grep -qF -- "$needle" .out || fail "stdout lacks: $needle"
  [[ ! -s .err ]] || fail "stderr is not empty"
}

# ---- list
accepts "list" list variants
expect "a header and a line each" test "$(wc -l <.out)" -gt 8
expect "a variant" grep -qE '^  dense +exact +Θ\(n²·d\) +n_q·n_k +n_q, n_k, d_k, d_v ' .out
expect "a regime" grep -qF 'Θ(n·w·d) where w <= n' .out
names=$(awk 'NR > 1 { print $1 }' .out)
expect "no name twice" test "$(sort <<<"$names")" == "$(sort -u <<<"$names")"
accepts "list as text" list variants --format text
accepts "list as JSON" list variants --format json
expect "schema" json_is schema 1
expect "name" json_is variants.0.name dense
expect "kind" json_is variants.0.kind exact
expect "scratch" json_is variants.0.scratch "n_q·n_k"
expect "growth" json_is variants.0.growth "Θ(n²·d)"
expect "sizes" json_is variants.0.sizes.3 d_v
expect "every variant" test "$(grep -c '"name": ' .out)" == "$(wc -l <<<"$names")"
refuses "list format" USAGE '--format: "csv"; expected one of text, json' list variants --format csv
refuses "format of models" USAGE "--format: of every list but that of models" list models --format json
refuses "misspelled list" USAGE 'list: "variant"; expected models, variants, conventions or hardware' list variant

# ---- verify
accepts "verify every variant" verify
expect "passes" grep -qE '^pass: [0-9]+ variants ran at [0-9]+ points$' .out
expect "agrees" grep -qE '^  dense  .* agrees on 40 points$' .out
expect "every variant" test "$(grep -c ' agrees on ' .out)" == "$(wc -l <<<"$names")"
cp .out .first
accepts "verify, again" verify --grid small
expect "the same bytes" cmp -s .first .out
accepts "two, full" verify dense flash2 --grid full
expect "two rows" test "$(grep -c ' agrees on 300 points$' .out)" == 2
accepts "verify as JSON" verify --format json dense flash2_causal
expect "schema" json_is schema 1
expect "passes" json_is summary.pass ON
expect "grid" json_is summary.grid small
expect "growth" json_is summary.variants.1.from_below proved
expect "equal" json_is results.0.equal ON
expect "every point" test "$(grep -c '^    {"variant": "[a-z0-9_]*", "sizes": ' .out)" == 80
cp .out .first
accepts "verify as JSON, again" verify --format json dense flash2_causal
expect "the same bytes" cmp -s .first .out

# counts at chosen sizes, by hand: E pairs of n_q = 5, n_k = 7, d_k = 3, d_v = 2
E=35
accepts "one point" verify dense --sizes n=5,m=7,d_k=3,d_v=2 --format json
expect "sizes" json_is results.0.sizes.n_k 7
for side in claimed counted; do
  expect "$side mul" json_is results.0.$side.mul $((E * (3 + 1 + 2)))
  expect "$side add" json_is results.0.$side.add $((E * (3 + 2 + 2)))
  expect "$side div" json_is results.0.$side.div $((E + 1))
  expect "$side exp" json_is results.0.$side.exp $E
  expect "$side sqrt" json_is results.0.$side.sqrt 1
  expect "$side matmul FLOPs" json_is results.0.$side.matmul_flops $((2 * E * 5))
  expect "$side unit total" json_is results.0.$side.unit_total $((E * (2 * 5 + 6) + 2))
done
expect "scratch" json_is results.0.scratch.counted $E
expect "no step differs" grep -q '"steps_differing": \[\]' .out
expect "no grid" grep -q '"grid": null' .out
expect "no memory traffic is claimed" grep -q '"io": null' .out
# FlashAttention-2 of 3 tiles of keys; R = n_q T_c row tiles, Q once, K and V once for each of 2 tiles of queries
accepts "one point of tiles" verify flash2 --sizes n=5,m=7,d_k=3,d_v=2,Br=3,Bc=3 --format json
R=15
for side in claimed counted; do
  expect "$side mul" json_is results.0.$side.mul $((E * 6 + R * 3))
  expect "$side add" json_is results.0.$side.add $((E * 7 + 2 * R))
  expect "$side exp" json_is results.0.$side.exp $((E + R))
  expect "$side div" json_is results.0.$side.div $((5 * 2 + 1))
  expect "$side loads" json_is results.0.io.$side.loads $((5 * 3 + 2 * 7 * 5))
  expect "$side stores" json_is results.0.io.$side.stores $((5 * 2))
done
accepts "one query, one key" verify dense --sizes n=1,d=1
expect "a table" grep -qE '^  unit_total +12 +12 +0  operations$' .out
expect "its steps" grep -qE '^  softmax +5 +5 +0$' .out
expect "nothing beside them" grep -qE '^  in no step +0 +0 +0$' .out
expect "agrees" grep -q '^  agrees on 1 point$' .out
accepts "a decode step" verify dense_decode --sizes n=1,m=53,d=4
accepts "a decode step by its keys" verify dense_decode --sizes m=53,d=4
accepts "several variants, one point" verify dense dense_causal --sizes d=2,n_k=9,n=4
expect "n_k decides over n" test "$(grep -c 'n_q = 4, n_k = 9, d_k = 2, d_v = 2' .out)" == 2
accepts "1k is 1024" verify dense --sizes n=1,m=1k,d=1

accepts "the fast kernels" verify --kernels
expect "passes" grep -qE '^pass: [0-9]+ kernels$' .out
expect "no difference" test "$(grep -cE ' agrees on 12 points$' .out)" == "$(grep -cE '^  [a-z0-9_]+ +[a-z_]+ +[a-z0-9_]+ +[0-9]' .out)"
accepts "the fast kernels as JSON" verify --kernels --grid small --format json
expect "passes" json_is summary.pass ON
expect "equal" json_is results.0.equal ON
refuses "fast kernels and a variant" USAGE "--kernels: " verify dense --kernels
refuses "fast kernels at sizes" USAGE "--kernels: " verify --kernels --sizes n=1

refuses "unknown variant" UNKNOWN-VARIANT "dens: no variant of attention; did you mean dense?" verify dens
refuses "empty variant" UNKNOWN-VARIANT '""' verify ""
refuses "variant with a newline" UNKNOWN-VARIANT 'x\ny' verify $'x\ny'
refuses "a variant twice" USAGE "dense: given more than once" verify dense dense
refuses "unknown grid" USAGE '--grid: "huge"; expected one of small, full' verify --grid huge
refuses "unknown format" USAGE '--format: "csv"; expected one of text, json' verify --format csv
refuses "unknown option" USAGE "--size" verify dense --size n=1
refuses "sizes of no variant" USAGE "--sizes: no variant to run there" verify --sizes n=1
refuses "grid and sizes" USAGE "--sizes: one point, with --grid" verify dense --grid full --sizes n=1,d=1
refuses "a size that is not used" SIZE-NOT-USED "--sizes: w: not used; dense uses n_q, n_k, d_k, d_v" verify dense --sizes n=4,d=2,w=3
refuses "a missing size" SIZE-MISSING "--sizes: d_v: missing; dense uses n_q, n_k, d_k, d_v" verify dense --sizes n=4,d_k=2
refuses "a size missing in one variant" SIZE-MISSING "B_r: missing; flash2 uses" verify dense flash2 --sizes n=4,d=2
refuses "an impossible point" IMPOSSIBLE "sliding_window: n_q = 5, n_k = 4, d_k = 2, d_v = 2, w = 1: queries stand at the last keys" verify sliding_window --sizes n=5,m=4,d=2,w=1
refuses "an impossible decode" IMPOSSIBLE "dense_decode: n_q = 4, n_k = 4" verify dense_decode --sizes n=4,d=2
refuses "a tile of nothing" IMPOSSIBLE "B_r = 0" verify flash2 --sizes n=4,d=2,Br=0,Bc=1
refuses "too many elements" TOO-LARGE "dense: n_q = 65536, n_k = 65536, d_k = 4, d_v = 4: 4,294,967,296 elements of scratch, more than the 16,777,216" verify dense --sizes n=64k,d=4
refuses "too many inputs" TOO-LARGE "elements of inputs and outputs, more than the 16,777,216" verify flash2 --sizes n=64k,d=64k,Br=1,Bc=1
refuses "too many operations" TOO-LARGE "operations, more than the 2,147,483,648" verify flash2 --sizes n=64k,d=16,Br=64,Bc=64
refuses "a letter of no variant" USAGE "--sizes: q: no size of any variant" verify dense --sizes q=1
refuses "a size twice" USAGE "--sizes: n: given more than once" verify dense --sizes n=1,n=1,d=1
refuses "a size twice by two names" USAGE "--sizes: n_k: given more than once" verify dense --sizes n=1,m=2,n_k=2,d=1
for words in "" n =1 "n=1," ",n=1" "n=1,,d=1" "n"; do
  refuses "sizes: $words" USAGE "expected NAME=NUMBER" verify dense --sizes "$words"
done
for number in "" x -1 1.5 +1 1073741825 1025M 99999999999999999999 " 1" 1,024 0x1; do
  refuses "n=$number" USAGE "--sizes: " verify dense --sizes "d=1,n=$number"
done

# ---- prove
answers "dense" 0 proved "constant 12: at most 12·n²·d" dense 'n^2*d'
answers "dense, theta" 0 proved "at least 4·n²·d" dense 'n^2*d' --relation theta
expect "both directions" test "$(grep -c ' proved ' .out)" == 2
answers "dense, omega" 0 proved "at least 4·n²·d" dense 'n^2*d' --relation omega
answers "dense is not linear" 1 refuted "witness w = (1, 0) of (n, d), along n = t, d fixed: n²·d grows by t², the bound grows by t" dense 'n*d'
answers "window" 0 proved "12·n·w·d" sliding_window 'n*w*d'
answers "window, theta everywhere" 1 refuted "w = (0, 1, 0) of (n, w, d), along w = t, n fixed, d fixed: the bound's n·w·d grows by t, the unit total does not grow" sliding_window 'n*w*d' --relation theta
expect "from above" grep -q 'from above *proved' .out
answers "window, theta" 0 proved "where w<=n" sliding_window 'n*w*d' --relation theta --regime 'w<=n'
answers "a window behind a cache" 0 proved "12·n_q·w·d" sliding_window 'n_q*w*d' --relation theta --regime 'w<=n_k'
expect "the fact that it takes" grep -q '^  sizes .*have *n_q <= n_k' .out
answers "a window wider than the queries" 1 refuted "the bound's n_q·n_k·d grows by t" sliding_window 'n_q*n_k*d' --relation omega
answers "chunks behind a cache" 0 proved "at least n_q·C·d" chunked_local_causal 'n_q*C*d' --relation theta --regime 'C<=n_q'
answers "window of a root" 0 proved "n^(3/2)·d" sliding_window 'n^1.5*d' --relation theta --regime 'w=n^0.5'
answers "window within its minimum" 0 proved "n·d·min(n, w)" sliding_window 'n*min(n,w)*d' --relation theta
answers "a width held fixed" 0 proved "the constant depends on the fixed sizes" dense 'n^2' --regime 'd fixed'
answers "undecided is no pass" 1 undecided "undecided" sliding_window 'n*min(w,n)*d + n^(1/8)' --relation theta
answers "tiles, enclosed" 0 proved "n²·d" flash2_causal 'n^2*d' --relation theta
answers "a layer projects" 1 refuted "w = (0, 1) of (n, d), along d = t, n fixed, heads fixed: n·d² grows by t², the bound grows by t" mha 'n^2*d'
answers "a layer" 0 proved "heads <= d" mha 'n^2*d + n*d^2' --relation theta
answers "shared heads" 0 proved "kv_heads <= heads" gqa 'n^2*d + n*d^2' --relation theta
answers "linear" 0 proved "12·n·d" linear_elu 'n*d^2' --relation theta
answers "linear within the bound of dense" 1 refuted "w = (0, 1)" linear_elu 'n^2*d'
answers "linear, narrow" 0 proved "16·n²·d" linear_elu 'n^2*d' --regime 'd<=n'
answers "strides of a root" 0 proved "n^(3/2)·d" strided 'n^1.5*d' --relation theta --regime 'l=n^0.5'
answers "strides" 1 refuted "from above" strided 'n^1.5*d' --relation theta
answers "a witness names what the regime names" 1 refuted "witness w = (1, 0, 1/2) of (n, d, l), along n = t, d fixed" strided 'n*d' --regime 'l=n^0.5'
answers "and what no formula has" 1 refuted "witness w = (1, 0, 1) of (n, d, Bc), along n = t, B_c = t, d fixed" flash2_causal 'n*d' --regime 'n<=Bc'
answers "two chunks are no fact of many" 0 proved "2·c <= n" reformer 'n*c*d + n*buckets*d' --relation theta
answers "large powers do not take long" 1 refuted "grows by" gqa 'n^(7/12)*d' --relation theta
for name in $names; do
  cases=$((cases + 1)) case_name="$name within a large bound"
  run prove "$name" '1'
  expect "refuted or undecided, not an error: $name" test $code == 1
done

refuses "no variant" USAGE "prove: no variant; expected VARIANT BOUND" prove
refuses "one side of formulas of n" BOUND 'BOUND: column 1: "n_q": the formulas of flash2_causal are of n = n_q = n_k; expected n' prove flash2_causal 'n_q^2*d'
refuses "an empty regime" REGIME '--regime: column 1: no sizes are left; reformer has 2·c <= n' prove reformer 'n' --regime 'c=n'
refuses "an empty regime in two parts" REGIME '--regime: column 13: no sizes are left; reformer has 2·c <= n' prove reformer 'n' --regime 'd<=n, n<=d, n*d<=c*d'
refuses "an empty regime of products" REGIME 'no sizes are left; bigbird has B_r·g + ' prove bigbird 'n' --regime 'g*Br=n'
refuses "an empty regime of a number" REGIME 'no sizes are left; reformer has 2 <= buckets' prove reformer 'n' --regime 'buckets=1'
answers "a regime at the edge is not empty" 0 proved "proved" fixed 'n^2*d' --regime 'c=l'
refuses "no bound" USAGE "prove: no bound; expected VARIANT BOUND" prove dense
refuses "empty bound" USAGE "prove: an empty word" prove dense ""
refuses "a word too many" USAGE "d: one word too many" prove dense n d
refuses "unknown variant" UNKNOWN-VARIANT "did you mean dense?" prove dens n
refuses "relation" USAGE '--relation: "o"; expected one of big_o, theta, omega' prove dense n --relation o
refuses "empty regime" USAGE "--regime: empty" prove dense n --regime ""
refuses "letter of another variant" BOUND 'BOUND: column 3: "w": no size in the formulas of dense' prove dense 'n*w'
refuses "subtraction" BOUND "BOUND: column 5: a bound is a sum of products" prove dense 'n*d - 1'
refuses "quotient" BOUND "BOUND: column 2: nothing is divided" prove dense 'n/d'
refuses "end" BOUND "BOUND: column 3: the text ends" prove dense 'n*'
refuses "control characters" BOUND 'BOUND: column 2: "\x1B"' prove dense $'n\e[31m'
refuses "not UTF-8" BOUND 'column 1: "\xFF"' prove dense $'\xff'
refuses "a power of a sum" BOUND "a fractional power" prove dense '(n+d)^0.5'
refuses "a long bound" BOUND "longer than 1000 bytes" prove dense "$(printf 'n%.0s' {1..1001})"
refuses "many parentheses" BOUND "nested too deeply" prove dense "$(printf '(%.0s' {1..500})"
refuses "many terms" BOUND "more than 64 terms" prove dense '(n+d+n*d+1)^12'
refuses "regime by halves" REGIME "--regime: column 4: the text ends" prove dense n --regime 'n<='
refuses "regime of a number" REGIME "--regime: column 4: a number" prove dense n --regime 'd<=64'
refuses "strict inequality" REGIME '--regime: column 2: "<"; expected <=' prove dense n --regime 'd<n'
refuses "letter of another variant in a regime" REGIME '--regime: column 7: "w"' prove dense n --regime 'd<=n, w fixed'
refuses "fixed product" REGIME "column 1: expected one letter before" prove dense n --regime 'n*d fixed'

for arguments in "verify --help" "prove --help"; do
  # shellcheck disable=SC2086
  accepts "$arguments" $arguments
done
for option in --grid --sizes --format; do refuses "$option without a value" USAGE "$option" verify dense $option; done
for option in --relation --regime; do refuses "$option without a value" USAGE "$option" prove dense n $option; done

finish
