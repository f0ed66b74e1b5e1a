# The program of conform_add_report, for the example of a model of a user's own: all formats, a device, other sizes.
source "$(dirname "$0")/harness.bash"
conform=$sight_report

golden own.txt --dtype bf16 --hardware a100-80
golden own.html --dtype bf16 --hardware a100-80 --format html
expect "well-formed" well_formed .out
golden_from own.json '"roofline"' --dtype bf16 --hardware a100-80 --format json
golden_from own.csv '^roofline' --dtype bf16 --hardware a100-80 --format csv
golden_from own.md '^## Roofline' --dtype bf16 --hardware a100-80 --format markdown

# By hand: one layer's products and bytes, of each its operands once and its result once, at 2 bytes.
n=196 d=768 batch=8 f=3072 heads=12
row() { sed -n "s/.*\"operation\": \"layers 0..11 (12 x): $1\", \"times\": \"12\", \"matmul_flops\": \"\([0-9]*\)\", \"bytes\": \"\([0-9]*\)\".*/\1 \2/p" .out; }
accepts "rows" --dtype bf16 --hardware a100-80 --format json
expect "the projection" test "$(row attention.q)" == "$((2 * batch * n * d * d)) $((2 * (d * d + d + 2 * batch * n * d + 2 * batch * n * d)))"
expect "the core" test "$(row attention.core)" == "$((2 * 2 * batch * n * n * d)) $((2 * (4 * batch * n * d + 4 * batch * heads * n * n)))"

# what fits: with the largest size the pass does, with the next it does not
roof() { sed -n '/"roofline": {/,$s/^ *"'"$1"'": "\{0,1\}\([^",]*\).*/\1/p' .out | head -1; }
fits() { accepts "$1" --hardware l4 --sizes "$1" --format json; expect "fits with $1: $2" test "$(roof fits)" == "$2"; }
for size in batch positions; do
  accepts "largest $size" --hardware l4 --format json
  most=$(roof "largest_$size")
  fits "$size=$most" true
  fits "$size=$((most + 1))" false
done

# another size is another model of the same type: the same as where the type states it
accepts "other sizes" --sizes batch=1,positions=784 --format json
expect "products" grep -qF "\"matmul_flops\": \"$((2 * (784 * d * d + 12 * (4 * 784 * d * d + 2 * 784 * 784 * d + 2 * 784 * d * f) + 1000 * d)))\"" .out

# a page has the figures of the text
accepts "text" --hardware h100-sxm
sed -n 's/^  \([a-z_]*\) \+\([0-9][0-9,]*\) \+.*/\1 \2/p' .out >.figures
expect "figures" test "$(wc -l <.figures)" -gt 20
accepts "the same as a page" --hardware h100-sxm --format html
expect "well-formed" well_formed .out
expect "four figures" test "$(grep -c '^<svg ' .out)" == 4
expect "one script" test "$(grep -c '<script' .out)" == 1
while read -r name exact; do expect "$name is $exact" grep -qF ">$exact</td>" .out; done <.figures
has '<p class="verdict">One call costs '
has 'id="tensors"'
expect "no cache" bash -c '! grep -qiE "kv.cache|key-value" .out'
case_name="by the extension"; cases=$((cases + 1)); run --hardware h100-sxm -o page.html
"$conform" --hardware h100-sxm --format html >.wanted
expect "the same" cmp -s page.html .wanted

refuses "no such size" USAGE "no size of the model, which has batch, positions, model, heads, head_dim, hidden; did you mean batch?" --sizes bach=4
refuses "no value" USAGE "expected NAME=NUMBER,NAME=NUMBER, as batch=8" --sizes batch
refuses "no size at all" USAGE "expected NAME=NUMBER" --sizes ""
refuses "a size of zero" USAGE "--sizes: batch" --sizes batch=0
refuses "twice" USAGE "given more than once" --sizes batch=4,batch=5
refuses "no such device" UNKNOWN-HARDWARE "a100-81" --hardware a100-81
refuses "a device to check on" USAGE "of a report" --check --hardware a100-80
refuses "sizes too large" OVERFLOW "128 bits" --sizes "batch=1099511627776,positions=1099511627776,model=1099511627776,hidden=1099511627776,heads=1099511627776"
cat >card.toml <<'END'
name = "card"
source = "a test"
bandwidth = 1e9
memory = 2_000
END
refuses "over its device" OUTPUT "" --hardware ./card.toml --format text -o card.toml
finish
